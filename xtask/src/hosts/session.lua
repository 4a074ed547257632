-- Rolls a new session that has nothing in it but the plug-in on a MIDI track.
local folder, rate, frames, recorder = arg[1], tonumber(arg[2]), tonumber(arg[3]), arg[4]

local function poll(what, seconds, condition)
  for _ = 1, seconds * 10 do
    if condition() then return end
    ARDOUR.LuaAPI.usleep(100000)
  end
  error("waited for " .. what .. ", " .. seconds .. " s in vain")
end

local function play()
  local config = ARDOUR.config()
  -- The clock's start message is sent on the song's first frame.
  config:set_send_midi_clock(true)
  -- Whatever has latency moves the notes against the clock: outputs to nowhere, no resampler.
  config:set_port_resampler_quality(0)
  config:set_output_auto_connect(ARDOUR.AutoConnectOption.ManualConnect)

  AudioEngine:set_backend("JACK", "ardour", "")
  local session = assert(create_session(folder, "session", rate), "no session")

  local id
  for plugin in ARDOUR.LuaAPI.list_plugins():iter() do
    if plugin.type == ARDOUR.PluginType.VST3 and plugin.name == "Afterbeat" then
      id = plugin.unique_id
    end
  end
  assert(id, "Ardour does not list the plug-in")

  local midi = ARDOUR.ChanCount(ARDOUR.DataType("midi"), 1)
  local tracks = session:new_midi_track(midi, midi, true, ARDOUR.PluginInfo(), nil, nil, 1,
    "drums", ARDOUR.PresentationInfo.max_order, ARDOUR.TrackMode.Normal, true)
  for track in tracks:iter() do
    local plugin = ARDOUR.LuaAPI.new_plugin(session, id, ARDOUR.PluginType.VST3, "")
    assert(not plugin:isnil(), "Ardour cannot load the plug-in")
    assert(track:add_processor_by_index(plugin, 0, nil, true) == 0, "cannot add the plug-in")
    assert(track:output():midi(0):connect(recorder) == 0, "cannot connect the track")
  end
  local clock = AudioEngine:get_port_by_name("MIDI Clock out")
  assert(clock:connect(recorder) == 0, "cannot connect the clock")

  sleep(1)
  session:request_roll(ARDOUR.TransportRequestSource.TRS_UI)
  poll("the transport to roll", 10, function() return session:transport_rolling() end)
  poll("the end of the music", frames / rate + 20, function()
    return session:transport_sample() >= frames
  end)
  session:request_stop(false, false, ARDOUR.TransportRequestSource.TRS_UI)
  poll("the transport to stop", 10, function() return not session:transport_rolling() end)
  sleep(1)
  close_session()
end

-- Ardour has to leave JACK in any case, so what went wrong is said, not thrown.
local done, message = pcall(play)
print(done and "PLAYED" or message)
quit()
