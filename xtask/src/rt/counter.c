/* Loaded in front of a program, it counts what one thread asks for between two marks: memory taken,
 * memory given back, locks, and system calls by way of syscall(), which is how Rust waits. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdarg.h>
#include <stddef.h>

enum { TAKEN, GIVEN, LOCKED, CALLED, KINDS };

/* What is marked is one thread; its counts are read by itself. */
static __thread int is_marked __attribute__((tls_model("initial-exec")));
static __thread unsigned long counts[KINDS] __attribute__((tls_model("initial-exec")));

static void count(int kind) {
  if (is_marked) counts[kind]++;
}

void afterbeat_mark(int marked) { is_marked = marked; }
unsigned long afterbeat_count(int kind) { return counts[kind]; }

/* The GNU library's own, by the names under which they are never replaced. */
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

void *malloc(size_t size) { count(TAKEN); return __libc_malloc(size); }
void *calloc(size_t n, size_t size) { count(TAKEN); return __libc_calloc(n, size); }
void *realloc(void *old, size_t size) { count(TAKEN); return __libc_realloc(old, size); }
void *memalign(size_t align, size_t size) { count(TAKEN); return __libc_memalign(align, size); }
void *aligned_alloc(size_t align, size_t size) { count(TAKEN); return __libc_memalign(align, size); }
int posix_memalign(void **place, size_t align, size_t size) {
  count(TAKEN);
  *place = __libc_memalign(align, size);
  return *place ? 0 : 12;
}
void free(void *old) { if (old) count(GIVEN); __libc_free(old); }

int pthread_mutex_lock(pthread_mutex_t *mutex) {
  static int (*next)(pthread_mutex_t *);
  if (!next) next = (int (*)(pthread_mutex_t *))dlsym(RTLD_NEXT, "pthread_mutex_lock");
  count(LOCKED);
  return next(mutex);
}

long syscall(long number, ...) {
  static long (*next)(long, ...);
  if (!next) next = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
  long a[6];
  va_list list;
  va_start(list, number);
  for (int i = 0; i < 6; i++) a[i] = va_arg(list, long);
  va_end(list);
  count(CALLED);
  return next(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
