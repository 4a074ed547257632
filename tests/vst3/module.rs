//! The library as a VST3 host finds it: its entry points and its factory.
#![expect(unsafe_code, reason = "VST3 is a C++ interface")]

use libloading::os::unix::{Library, Symbol};
use std::ffi::{c_char, c_void};
use std::mem::{forget, zeroed};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use vst3::Steinberg::Vst::IComponent;
use vst3::Steinberg::{
    IPluginFactory, IPluginFactory2, IPluginFactory2Trait as _, IPluginFactoryTrait as _,
    PClassInfo2, PFactoryInfo, TUID, kResultOk,
};
use vst3::{ComPtr, Interface as _};

type GetFactory = unsafe extern "system" fn() -> *mut IPluginFactory;
type ModuleEntry = unsafe extern "C" fn(*mut c_void) -> bool;

/// A factory's only class, and who made it.
#[derive(Debug, PartialEq, Eq)]
pub struct Class {
    pub id: String,
    pub name: String,
    pub category: String,
    pub sub_categories: String,
    pub vendor: String,
    pub version: String,
    pub email: String,
}

/// The file that the bundle holds for this machine, if the tests were given a bundle.
pub fn bundled() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("AFTERBEAT_BUNDLE")?);
    let contents = format!("Afterbeat.vst3/Contents/{}-linux", std::env::consts::ARCH);
    Some(folder.join(contents).join("Afterbeat.so"))
}

/// The module's one factory, which a host asks for once and keeps, and calls on one thread.
struct Factory(ComPtr<IPluginFactory2>);

// SAFETY: the factory is bound to no thread, it only bears no calls at the same time, and all of
// them are made with the lock held.
unsafe impl Send for Factory {}

/// The tests run on threads of their own: each has the factory to itself as long as it asks.
fn factory() -> MutexGuard<'static, Factory> {
    static KEPT: OnceLock<Mutex<Factory>> = OnceLock::new();
    let kept = KEPT.get_or_init(|| Mutex::new(Factory(ask_for_factory())));
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The factory of the bundle; without a bundle, that of the library which is linked to the tests.
fn ask_for_factory() -> ComPtr<IPluginFactory2> {
    // SAFETY: both are the plug-in's entry point of that name.
    let factory = unsafe {
        match bundled() {
            Some(path) => factory_of(&path),
            None => afterbeat::GetPluginFactory().cast(),
        }
    };
    // SAFETY: the entry point gives a factory that the caller owns.
    let factory = unsafe { ComPtr::from_raw(factory) };
    factory.expect("a factory").cast().expect("of version 2")
}

/// Loads the file for good, as hosts do that keep what they loaded.
unsafe fn factory_of(path: &Path) -> *mut IPluginFactory {
    // SAFETY: loading runs the constructors of the plug-in and of the wrapper, which are good; the
    // entry points have the types that VST3 gives them.
    unsafe {
        let handle = Library::new(path).expect("the bundle's library").into_raw();
        let library = Library::from_raw(handle);
        let entry: Symbol<ModuleEntry> = library.get(b"ModuleEntry").expect("ModuleEntry");
        assert!(entry(handle), "ModuleEntry refuses");
        for name in [b"ModuleExit".as_slice(), b"clap_entry"] {
            assert!(library.get::<*const c_void>(name).is_ok(), "{name:?}");
        }
        let get: Symbol<GetFactory> = library.get(b"GetPluginFactory").expect("a factory");
        let factory = get();
        forget(library);
        factory
    }
}

/// What the factory tells of its only class.
pub fn class() -> Class {
    let Factory(factory) = &*factory();
    // SAFETY: both structures hold only numbers; the factory fills them.
    let (info, maker) = unsafe {
        assert_eq!(factory.countClasses(), 1);
        let (mut info, mut maker) = (zeroed::<PClassInfo2>(), zeroed::<PFactoryInfo>());
        assert_eq!(factory.getClassInfo2(0, &raw mut info), kResultOk);
        assert_eq!(factory.getFactoryInfo(&raw mut maker), kResultOk);
        (info, maker)
    };
    Class {
        id: hex(info.cid),
        name: text(&info.name),
        category: text(&info.category),
        sub_categories: text(&info.subCategories),
        vendor: text(&info.vendor),
        version: text(&info.version),
        email: text(&maker.email),
    }
}

/// A new component of that class, not yet initialized.
pub fn component() -> ComPtr<IComponent> {
    let Factory(factory) = &*factory();
    let mut object = std::ptr::null_mut();
    // SAFETY: the ids are of 16 bytes; the factory gives an object that the caller owns.
    unsafe {
        let mut info = zeroed::<PClassInfo2>();
        assert_eq!(factory.getClassInfo2(0, &raw mut info), kResultOk);
        let interface = IComponent::IID.as_ptr().cast::<c_char>();
        let made = factory.createInstance(info.cid.as_ptr(), interface, &raw mut object);
        assert_eq!(made, kResultOk);
        ComPtr::from_raw(object.cast()).expect("a component")
    }
}

fn hex(id: TUID) -> String {
    let digits = id
        .iter()
        .map(|byte| format!("{:02X}", byte.cast_unsigned()));
    digits.collect()
}

fn text(chars: &[c_char]) -> String {
    let bytes = chars.iter().map(|char| char.cast_unsigned());
    let bytes: Vec<u8> = bytes.take_while(|byte| *byte != 0).collect();
    String::from_utf8(bytes).expect("UTF-8")
}
