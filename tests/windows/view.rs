//! The plug-in's window as a VST3 host opens it.
#![expect(unsafe_code, reason = "VST3 is a C++ interface")]

use super::instance::Instance;
use super::objects::pointer;
use std::cell::RefCell;
use std::ffi::c_void;
use vst3::Steinberg::Linux::{
    FileDescriptor, IEventHandler, IEventHandlerTrait as _, IRunLoop, IRunLoopTrait, ITimerHandler,
    ITimerHandlerTrait as _, TimerInterval,
};
use vst3::Steinberg::Vst::IEditControllerTrait as _;
use vst3::Steinberg::{
    IPlugFrame, IPlugFrameTrait, IPlugView, IPlugViewTrait as _, ViewRect,
    kPlatformTypeX11EmbedWindowID, kResultOk, tresult,
};
use vst3::{Class, ComPtr, ComRef, ComWrapper};

/// What a view stands in: it hears of sizes, and calls back from time to time.
#[derive(Default)]
struct Surroundings {
    timers: RefCell<Vec<ComPtr<ITimerHandler>>>,
    files: RefCell<Vec<(ComPtr<IEventHandler>, FileDescriptor)>>,
}

impl Class for Surroundings {
    type Interfaces = (IPlugFrame, IRunLoop);
}

impl IPlugFrameTrait for Surroundings {
    unsafe fn resizeView(&self, view: *mut IPlugView, size: *mut ViewRect) -> tresult {
        // SAFETY: the plug-in gives its view and a size.
        unsafe { ComRef::from_raw(view).map_or(kResultOk, |view| view.onSize(size)) }
    }
}

impl IRunLoopTrait for Surroundings {
    unsafe fn registerEventHandler(
        &self,
        handler: *mut IEventHandler,
        file: FileDescriptor,
    ) -> tresult {
        // SAFETY: the plug-in gives a handler.
        let handler = unsafe { ComRef::from_raw(handler) };
        self.files
            .borrow_mut()
            .extend(handler.map(|handler| (handler.to_com_ptr(), file)));
        kResultOk
    }

    unsafe fn unregisterEventHandler(&self, handler: *mut IEventHandler) -> tresult {
        self.files
            .borrow_mut()
            .retain(|(known, _)| known.as_ptr() != handler);
        kResultOk
    }

    unsafe fn registerTimer(&self, handler: *mut ITimerHandler, _: TimerInterval) -> tresult {
        // SAFETY: the plug-in gives a handler.
        let handler = unsafe { ComRef::from_raw(handler) };
        let handler = handler.map(|handler| handler.to_com_ptr());
        self.timers.borrow_mut().extend(handler);
        kResultOk
    }

    unsafe fn unregisterTimer(&self, handler: *mut ITimerHandler) -> tresult {
        self.timers
            .borrow_mut()
            .retain(|known| known.as_ptr() != handler);
        kResultOk
    }
}

/// An open view.
pub struct View {
    view: ComPtr<IPlugView>,
    surroundings: ComWrapper<Surroundings>,
}

impl View {
    /// Opens the instance's view in a window of the host's.
    pub fn open(instance: &Instance, parent: u32) -> Self {
        let surroundings = ComWrapper::new(Surroundings::default());
        let frame: ComPtr<IPlugFrame> = pointer(&surroundings);
        // SAFETY: the controller is initialized; the frame outlives the view.
        unsafe {
            let view = instance.controller.createView(c"editor".as_ptr());
            let view = ComPtr::from_raw(view).expect("a view");
            assert_eq!(
                view.isPlatformTypeSupported(kPlatformTypeX11EmbedWindowID),
                kResultOk
            );
            assert_eq!(view.setFrame(frame.as_ptr()), kResultOk);
            let parent = std::ptr::without_provenance_mut::<c_void>(
                usize::try_from(parent).expect("a window's number"),
            );
            let attached = view.attached(parent, kPlatformTypeX11EmbedWindowID);
            assert_eq!(attached, kResultOk);
            Self { view, surroundings }
        }
    }

    /// How large it is, in pixels.
    pub fn size(&self) -> (i32, i32) {
        let mut size = rect(0, 0);
        // SAFETY: there is room for the size.
        unsafe { assert_eq!(self.view.getSize(&raw mut size), kResultOk) };
        (size.right - size.left, size.bottom - size.top)
    }

    /// Gives it another size.
    pub fn resize(&self, width: i32, height: i32) {
        let mut size = rect(width, height);
        // SAFETY: the size outlives the call.
        unsafe {
            assert_eq!(self.view.checkSizeConstraint(&raw mut size), kResultOk);
            assert_eq!(self.view.onSize(&raw mut size), kResultOk);
        }
    }

    /// Calls back whoever asked for it.
    pub fn idle(&self) {
        let timers = self.surroundings.timers.borrow().clone();
        let files = self.surroundings.files.borrow().clone();
        // SAFETY: the plug-in has registered them and not taken them back.
        unsafe {
            for timer in timers {
                timer.onTimer();
            }
            for (file, fd) in files {
                file.onFDIsSet(fd);
            }
        }
    }
}

impl Drop for View {
    fn drop(&mut self) {
        // SAFETY: the view is attached, and not called again.
        unsafe {
            self.view.removed();
            self.view.setFrame(std::ptr::null_mut());
        }
    }
}

const fn rect(right: i32, bottom: i32) -> ViewRect {
    ViewRect {
        left: 0,
        top: 0,
        right,
        bottom,
    }
}
