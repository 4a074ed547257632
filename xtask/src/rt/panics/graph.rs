//! Who calls whom, read from assembly for x86-64 as the GNU assembler takes it.

use std::collections::{BTreeMap, BTreeSet};

use rustc_demangle::demangle;

/// A function's calls.
#[derive(Debug, Default)]
pub struct Function {
    /// The names of what it calls or jumps to.
    pub calls: BTreeSet<String>,
    /// How many of its calls go through a pointer.
    pub indirect: usize,
}

/// All functions by name. Those that differ only in what the compiler made them for are one.
#[derive(Debug, Default)]
pub struct Graph(BTreeMap<String, Function>);

impl Graph {
    /// Reads assembly.
    pub fn read(text: &str) -> Self {
        let mut graph = Self::default();
        let mut current = String::new();
        for line in text.lines() {
            if let Some(label) = label(line) {
                current = plain(label);
                graph.0.entry(current.clone()).or_default();
            } else if let Some(target) = branch(line) {
                let function = graph.0.entry(current.clone()).or_default();
                match target {
                    Target::Named(name) => {
                        function.calls.insert(plain(name));
                    }
                    Target::Pointer => function.indirect += 1,
                }
            }
        }
        graph
    }

    /// A function that is there.
    pub fn function(&self, name: &str) -> Option<&Function> {
        self.0.get(name)
    }

    /// All names that can be reached, without going on behind those that are an `end`.
    pub fn reached(
        &self,
        is_root: impl Fn(&str) -> bool,
        is_end: impl Fn(&str) -> bool,
    ) -> BTreeSet<String> {
        let roots = self.0.keys().filter(|name| is_root(name)).cloned();
        let mut left: Vec<String> = roots.collect();
        let mut reached = BTreeSet::new();
        while let Some(name) = left.pop() {
            if !reached.insert(name.clone()) || is_end(&name) {
                continue;
            }
            let function = self.function(&name);
            left.extend(
                function
                    .into_iter()
                    .flat_map(|function| function.calls.iter().cloned()),
            );
        }
        reached
    }
}

/// Where a branch goes out of a function.
#[derive(Debug, PartialEq, Eq)]
enum Target<'a> {
    Named(&'a str),
    Pointer,
}

/// The name of a function that begins here.
fn label(line: &str) -> Option<&str> {
    let name = line.strip_suffix(':')?;
    let is_function = !name.starts_with([' ', '\t', '.']);
    is_function.then_some(name.trim_matches('"'))
}

/// What a line calls, or jumps to as its last act.
fn branch(line: &str) -> Option<Target<'_>> {
    let mut words = line.split_whitespace();
    let (verb, target) = (words.next()?, words.next()?);
    let calls = verb.starts_with("call");
    if !calls && !verb.starts_with('j') {
        return None;
    }
    if let Some(pointer) = target.strip_prefix('*') {
        // By way of the table of what other libraries have; a jump table's place has no name.
        return match pointer.split_once("@GOTPCREL") {
            Some((name, _)) => Some(Target::Named(name)),
            None => calls.then_some(Target::Pointer),
        };
    }
    let name = target.split_once("@PLT").map_or(target, |(name, _)| name);
    (!name.starts_with('.')).then_some(Target::Named(name))
}

/// The name as people write it, without what distinguishes two of the same.
fn plain(name: &str) -> String {
    let shown = format!("{:#}", demangle(name));
    // `<T as Trait>::function` and generic arguments stay; they say what it is.
    shown.trim_start_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Graph, Target, branch};

    #[test]
    fn calls_jumps_and_pointers_are_told_apart() {
        for (line, target) in [
            ("\tcallq\tfoo@PLT", Some(Target::Named("foo"))),
            ("\tcall\tfoo", Some(Target::Named("foo"))),
            ("\tjmp\tfoo", Some(Target::Named("foo"))),
            ("\tcallq\t*foo@GOTPCREL(%rip)", Some(Target::Named("foo"))),
            ("\tjmpq\t*foo@GOTPCREL(%rip)", Some(Target::Named("foo"))),
            ("\tcallq\t*24(%rax)", Some(Target::Pointer)),
            ("\tjmpq\t*%rax", None),
            ("\tjne\t.LBB0_1", None),
            ("\tmovq\t%rax, %rbx", None),
        ] {
            assert_eq!(branch(line), target, "{line}");
        }
    }

    #[test]
    fn what_is_called_is_reached_and_nothing_behind_an_end() {
        let text = "a:\n\tcall\tb\nb:\n\tjmp\tend\nend:\n\tcall\tc\nc:\n\tret\n";
        let graph = Graph::read(text);
        let reached = graph.reached(|name| name == "a", |name| name == "end");
        let names: Vec<&str> = reached.iter().map(String::as_str).collect();
        assert_eq!(names, ["a", "b", "end"]);
    }
}
