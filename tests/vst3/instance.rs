//! An instance of the plug-in in a VST3 host that has no screen.
#![expect(unsafe_code, reason = "VST3 is a C++ interface")]

use super::module;
use super::objects::{Application, Handler, Stream, pointer};
use std::mem::zeroed;
use std::ptr::null_mut;
use vst3::Steinberg::Vst::{
    BusInfo, IAudioProcessor, IComponent, IComponentTrait as _, IEditController,
    IEditControllerTrait as _, INoteExpressionController, INoteExpressionControllerTrait as _,
    ParamID, ParamValue, ParameterInfo, String128,
};
use vst3::Steinberg::{FUnknown, IBStream, IPluginBaseTrait as _, int32, kResultOk, tresult};
use vst3::{ComPtr, ComWrapper, Interface};

/// Where a bus leads.
#[derive(Clone, Copy, Debug)]
pub enum Way {
    In = 0,
    Out = 1,
}

/// What a bus carries.
#[derive(Clone, Copy, Debug)]
pub enum Media {
    Audio = 0,
    Events = 1,
}

/// A bus, as the host shows it.
#[derive(Debug, PartialEq, Eq)]
pub struct Bus {
    pub name: String,
    pub channels: int32,
    pub is_active_by_default: bool,
}

/// A parameter, as the host shows it.
#[derive(Debug, PartialEq)]
pub struct Param {
    pub id: ParamID,
    pub title: String,
    pub steps: int32,
    pub default: ParamValue,
    pub flags: int32,
}

/// An initialized component, which is its own controller.
pub struct Instance {
    component: ComPtr<IComponent>,
    pub controller: ComPtr<IEditController>,
    pub processor: ComPtr<IAudioProcessor>,
    pub handler: ComWrapper<Handler>,
    /// The plug-in may ask for it at any time.
    _application: ComWrapper<Application>,
}

impl Instance {
    pub fn new() -> Self {
        let component = module::component();
        let application = ComWrapper::new(Application);
        let host: ComPtr<FUnknown> = pointer(&application);
        let handler = ComWrapper::new(Handler::default());
        // SAFETY: host and handler live as long as the component.
        unsafe { assert_eq!(component.initialize(host.as_ptr()), kResultOk) };
        let controller: ComPtr<IEditController> = component.cast().expect("a controller");
        let listener = pointer(&handler);
        // SAFETY: as above.
        unsafe { assert_eq!(controller.setComponentHandler(listener.as_ptr()), kResultOk) };
        Self {
            processor: component.cast().expect("a processor"),
            component,
            controller,
            handler,
            _application: application,
        }
    }

    pub fn has<I: Interface>(&self) -> bool {
        self.component.cast::<I>().is_some()
    }

    pub fn buses(&self, media: Media, way: Way) -> Vec<Bus> {
        let (media, way) = (media as int32, way as int32);
        // SAFETY: the component is initialized, and fills the structure that it is given.
        let info = |index| unsafe {
            let mut info = zeroed::<BusInfo>();
            let known = self.component.getBusInfo(media, way, index, &raw mut info);
            assert_eq!(known, kResultOk);
            info
        };
        // SAFETY: the component is initialized.
        let count = unsafe { self.component.getBusCount(media, way) };
        let bus = |info: BusInfo| Bus {
            name: text(&info.name),
            channels: info.channelCount,
            is_active_by_default: info.flags & 1 != 0,
        };
        (0..count).map(info).map(bus).collect()
    }

    pub fn params(&self) -> Vec<Param> {
        // SAFETY: the controller is initialized, and fills the structure that it is given.
        let info = |index| unsafe {
            let mut info = zeroed::<ParameterInfo>();
            let known = self.controller.getParameterInfo(index, &raw mut info);
            assert_eq!(known, kResultOk);
            info
        };
        // SAFETY: the controller is initialized.
        let count = unsafe { self.controller.getParameterCount() };
        let param = |info: ParameterInfo| Param {
            id: info.id,
            title: text(&info.title),
            steps: info.stepCount,
            default: info.defaultNormalizedValue,
            flags: info.flags,
        };
        (0..count).map(info).map(param).collect()
    }

    /// The id of the parameter with this title.
    pub fn id(&self, title: &str) -> ParamID {
        let mut params = self.params().into_iter();
        params.find(|param| param.title == title).expect(title).id
    }

    pub fn value(&self, id: ParamID) -> ParamValue {
        // SAFETY: the controller is initialized.
        unsafe { self.controller.getParamNormalized(id) }
    }

    pub fn text(&self, id: ParamID, value: ParamValue) -> String {
        let mut text: String128 = [0; 128];
        // SAFETY: the controller is initialized, and there is room for 128 characters.
        let known = unsafe {
            self.controller
                .getParamStringByValue(id, value, &raw mut text)
        };
        assert_eq!(known, kResultOk);
        self::text(&text)
    }

    pub fn value_of(&self, id: ParamID, text: &str) -> Option<ParamValue> {
        let mut text: Vec<u16> = text.encode_utf16().chain([0]).collect();
        let mut value = 0.0;
        // SAFETY: the controller is initialized, and the text ends in a zero.
        let known = unsafe {
            self.controller
                .getParamValueByString(id, text.as_mut_ptr(), &raw mut value)
        };
        (known == kResultOk).then_some(value)
    }

    pub fn note_expressions(&self) -> int32 {
        let expressions = self.component.cast::<INoteExpressionController>();
        // SAFETY: the component is initialized.
        expressions.map_or(0, |known| unsafe { known.getNoteExpressionCount(0, 0) })
    }

    pub fn save(&self) -> Vec<u8> {
        let stream = ComWrapper::new(Stream::default());
        let written: ComPtr<IBStream> = pointer(&stream);
        // SAFETY: the stream outlives the call.
        unsafe { assert_eq!(self.component.getState(written.as_ptr()), kResultOk) };
        stream.bytes.take()
    }

    pub fn load(&self, state: &[u8]) -> tresult {
        let stream = ComWrapper::new(Stream::default());
        stream.bytes.replace(state.to_vec());
        let read: ComPtr<IBStream> = pointer(&stream);
        // SAFETY: the stream outlives the call.
        unsafe { self.component.setState(read.as_ptr()) }
    }

    pub fn set_active(&self, active: bool) {
        // SAFETY: the component is initialized.
        unsafe { assert_eq!(self.component.setActive(active.into()), kResultOk) };
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        // SAFETY: the component is initialized, and not called again.
        unsafe {
            self.controller.setComponentHandler(null_mut());
            self.component.terminate();
        }
    }
}

fn text(units: &[u16]) -> String {
    let end = units.iter().position(|unit| *unit == 0);
    String::from_utf16(&units[..end.expect("a zero at the end")]).expect("UTF-16")
}
