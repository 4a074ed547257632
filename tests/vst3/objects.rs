//! The objects that a VST3 host hands to a plug-in, with nothing in them that a test does not ask.
#![expect(unsafe_code, reason = "VST3 is a C++ interface")]

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::ptr::{copy_nonoverlapping, null_mut};
use vst3::Class;
use vst3::ComPtr;
use vst3::ComWrapper;
use vst3::Steinberg::Vst::{
    Event, IComponentHandler, IComponentHandlerTrait, IEventList, IEventListTrait,
    IHostApplication, IHostApplicationTrait, IParamValueQueue, IParamValueQueueTrait,
    IParameterChanges, IParameterChangesTrait, ParamID, ParamValue, String128,
};
use vst3::Steinberg::{
    IBStream, IBStreamTrait, TUID, int32, int64, kInvalidArgument, kNotImplemented, kResultOk,
    tresult,
};

/// The host as such, which has a name.
pub struct Application;

impl Class for Application {
    type Interfaces = (IHostApplication,);
}

impl IHostApplicationTrait for Application {
    unsafe fn getName(&self, name: *mut String128) -> tresult {
        // SAFETY: the plug-in gives room for 128 characters.
        unsafe { (&mut *name)[..2].copy_from_slice(&[u16::from(b'T'), 0]) };
        kResultOk
    }

    unsafe fn createInstance(
        &self,
        _class: *mut TUID,
        _interface: *mut TUID,
        _object: *mut *mut c_void,
    ) -> tresult {
        kNotImplemented
    }
}

/// Hears what the plug-in wants from the host.
#[derive(Default)]
pub struct Handler {
    /// The flags of all restarts that were asked for.
    pub restarts: Cell<int32>,
}

impl Class for Handler {
    type Interfaces = (IComponentHandler,);
}

impl IComponentHandlerTrait for Handler {
    unsafe fn beginEdit(&self, _id: ParamID) -> tresult {
        kResultOk
    }

    unsafe fn performEdit(&self, _id: ParamID, _value: ParamValue) -> tresult {
        kResultOk
    }

    unsafe fn endEdit(&self, _id: ParamID) -> tresult {
        kResultOk
    }

    unsafe fn restartComponent(&self, flags: int32) -> tresult {
        self.restarts.set(self.restarts.get() | flags);
        kResultOk
    }
}

/// A state on its way in or out.
#[derive(Default)]
pub struct Stream {
    pub bytes: RefCell<Vec<u8>>,
    pub read: Cell<usize>,
}

impl Class for Stream {
    type Interfaces = (IBStream,);
}

impl IBStreamTrait for Stream {
    unsafe fn read(&self, buffer: *mut c_void, size: int32, given: *mut int32) -> tresult {
        let bytes = self.bytes.borrow();
        let left = &bytes[self.read.get()..];
        let count = left.len().min(usize::try_from(size).unwrap_or(0));
        // SAFETY: the plug-in gives room for `size` bytes, and null or room for their count.
        unsafe {
            copy_nonoverlapping(left.as_ptr(), buffer.cast(), count);
            if let Some(given) = given.as_mut() {
                *given = int32::try_from(count).unwrap_or(0);
            }
        }
        self.read.set(self.read.get() + count);
        kResultOk
    }

    unsafe fn write(&self, buffer: *mut c_void, size: int32, taken: *mut int32) -> tresult {
        let count = usize::try_from(size).unwrap_or(0);
        // SAFETY: the plug-in gives `size` bytes, and null or room for their count.
        unsafe {
            let bytes = std::slice::from_raw_parts(buffer.cast::<u8>(), count);
            self.bytes.borrow_mut().extend_from_slice(bytes);
            if let Some(taken) = taken.as_mut() {
                *taken = size;
            }
        }
        kResultOk
    }

    unsafe fn seek(&self, _position: int64, _mode: int32, _result: *mut int64) -> tresult {
        kNotImplemented
    }

    unsafe fn tell(&self, _position: *mut int64) -> tresult {
        kNotImplemented
    }
}

/// The notes of one block.
#[derive(Default)]
pub struct Events(pub RefCell<Vec<Event>>);

impl Class for Events {
    type Interfaces = (IEventList,);
}

impl IEventListTrait for Events {
    unsafe fn getEventCount(&self) -> int32 {
        int32::try_from(self.0.borrow().len()).unwrap_or(0)
    }

    unsafe fn getEvent(&self, index: int32, event: *mut Event) -> tresult {
        let events = self.0.borrow();
        let found = usize::try_from(index).ok().and_then(|at| events.get(at));
        let Some(found) = found else {
            return kInvalidArgument;
        };
        // SAFETY: the plug-in gives room for an event.
        unsafe { *event = *found };
        kResultOk
    }

    unsafe fn addEvent(&self, event: *mut Event) -> tresult {
        // SAFETY: the plug-in gives an event.
        self.0.borrow_mut().push(unsafe { *event });
        kResultOk
    }
}

/// The points of one parameter in one block: frame and value.
pub struct Queue {
    pub id: ParamID,
    pub points: Vec<(int32, ParamValue)>,
}

impl Class for Queue {
    type Interfaces = (IParamValueQueue,);
}

impl IParamValueQueueTrait for Queue {
    unsafe fn getParameterId(&self) -> ParamID {
        self.id
    }

    unsafe fn getPointCount(&self) -> int32 {
        int32::try_from(self.points.len()).unwrap_or(0)
    }

    unsafe fn getPoint(&self, index: int32, frame: *mut int32, value: *mut ParamValue) -> tresult {
        let point = usize::try_from(index)
            .ok()
            .and_then(|at| self.points.get(at));
        let Some(point) = point else {
            return kInvalidArgument;
        };
        // SAFETY: the plug-in gives room for both.
        unsafe { (*frame, *value) = *point };
        kResultOk
    }

    unsafe fn addPoint(&self, _: int32, _: ParamValue, _: *mut int32) -> tresult {
        kNotImplemented
    }
}

/// The automation of one block.
#[derive(Default)]
pub struct Changes(pub Vec<ComPtr<IParamValueQueue>>);

impl Changes {
    /// The automation of one parameter.
    pub fn of(id: ParamID, points: Vec<(int32, ParamValue)>) -> Self {
        Self(vec![pointer(&ComWrapper::new(Queue { id, points }))])
    }
}

impl Class for Changes {
    type Interfaces = (IParameterChanges,);
}

impl IParameterChangesTrait for Changes {
    unsafe fn getParameterCount(&self) -> int32 {
        int32::try_from(self.0.len()).unwrap_or(0)
    }

    unsafe fn getParameterData(&self, index: int32) -> *mut IParamValueQueue {
        let queue = usize::try_from(index).ok().and_then(|at| self.0.get(at));
        queue.map_or(null_mut(), ComPtr::as_ptr)
    }

    unsafe fn addParameterData(
        &self,
        _id: *const ParamID,
        _index: *mut int32,
    ) -> *mut IParamValueQueue {
        null_mut()
    }
}

/// One of an object's interfaces.
pub fn pointer<C, I>(object: &ComWrapper<C>) -> ComPtr<I>
where
    C: Class,
    I: vst3::Interface,
{
    object.to_com_ptr().expect("an interface that it has")
}
