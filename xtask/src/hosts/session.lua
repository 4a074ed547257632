-- Two visits to one session, with nothing in it but the plug-in on a MIDI track: the first makes it,
-- the second opens it again and plays.
local visit, folder, rate, frames, goal, passes, recorder =
  arg[1], arg[2], tonumber(arg[3]), tonumber(arg[4]), tonumber(arg[5]), tonumber(arg[6]), arg[7]

local UI = ARDOUR.TransportRequestSource.TRS_UI

local function poll(what, seconds, condition)
  for _ = 1, seconds * 50 do
    if condition() then return end
    ARDOUR.LuaAPI.usleep(20000)
  end
  error("waited for " .. what .. ", " .. seconds .. " s in vain")
end

local function configure()
  local config = ARDOUR.config()
  -- The clock's messages say on which frame the transport starts and stops.
  config:set_send_midi_clock(true)
  -- Whatever has latency moves the notes against the clock: outputs to nowhere, no resampler.
  config:set_port_resampler_quality(0)
  config:set_output_auto_connect(ARDOUR.AutoConnectOption.ManualConnect)
  AudioEngine:set_backend("JACK", "ardour", "")
end

local function plugin_id()
  for plugin in ARDOUR.LuaAPI.list_plugins():iter() do
    if plugin.type == ARDOUR.PluginType.VST3 and plugin.name == "Afterbeat" then
      return plugin.unique_id
    end
  end
  error("Ardour does not list the plug-in")
end

-- The parameter's number.
local function number(insert, name)
  local plugin = insert:to_insert():plugin(0)
  for at = 0, plugin:parameter_count() - 1 do
    if plugin:parameter_label(at) == name then return at end
  end
  error("the plug-in has no " .. name)
end

local function swing_control(insert)
  local kind = ARDOUR.AutomationType.PluginAutomation
  local swing = Evoral.Parameter(kind, 0, number(insert, "Swing"))
  return insert:to_automatable():automation_control(swing, true)
end

-- All values that Ardour has of the plug-in but the one that is automated.
local function say_values(insert)
  local values = {}
  for at = 0, insert:to_insert():plugin(0):parameter_count() - 1 do
    if at ~= number(insert, "Swing") then
      values[#values + 1] = string.format("%.5f", ARDOUR.LuaAPI.get_processor_param(insert, at, true))
    end
  end
  print("VALUES " .. table.concat(values, " "))
end

local function make()
  configure()
  local session = assert(create_session(folder, "session", rate), "no session")
  local midi = ARDOUR.ChanCount(ARDOUR.DataType("midi"), 1)
  local tracks = session:new_midi_track(midi, midi, true, ARDOUR.PluginInfo(), nil, nil, 1,
    "drums", ARDOUR.PresentationInfo.max_order, ARDOUR.TrackMode.Normal, true)
  for track in tracks:iter() do
    local insert = ARDOUR.LuaAPI.new_plugin(session, plugin_id(), ARDOUR.PluginType.VST3, "")
    assert(not insert:isnil(), "Ardour cannot load the plug-in")
    assert(track:add_processor_by_index(insert, 0, nil, true) == 0, "cannot add the plug-in")
    ARDOUR.LuaAPI.set_processor_param(insert, number(insert, "Ghosts"), 80 / 100)
    ARDOUR.LuaAPI.set_processor_param(insert, number(insert, "Seed"), 77 / 9999)
    -- Swing rides from 50 to 66 %.
    local _, points = ARDOUR.LuaAPI.plugin_automation(insert, number(insert, "Swing"))
    points:add(Temporal.timepos_t(0), 0.5, false, true)
    points:add(Temporal.timepos_t(frames), 0.82, false, true)
    swing_control(insert):set_automation_state(ARDOUR.AutoState.Play)
    -- The plug-in hears of it in its next block; a JACK that is kept waiting throws Ardour out.
    sleep(2)
    assert(AudioEngine:running(), "JACK calls Ardour no more")
    say_values(insert)
  end
  session:save_state("")
  close_session()
end

local function stop(session)
  session:request_stop(false, false, UI)
  poll("the transport to stop", 10, function() return not session:transport_rolling() end)
  sleep(1)
end

local function play()
  configure()
  local session = assert(load_session(folder, "session"), "no session")
  local insert
  for track in session:get_tracks():iter() do
    insert = track:nth_plugin(0)
    track:output():midi(0):disconnect_all()
    assert(track:output():midi(0):connect(recorder) == 0, "cannot connect the track")
  end
  say_values(insert)
  local clock = AudioEngine:get_port_by_name("MIDI Clock out")
  assert(clock:connect(recorder) == 0, "cannot connect the clock")
  sleep(1)

  session:request_roll(UI)
  poll("the transport to roll", 10, function() return session:transport_rolling() end)
  -- A second before the end: where it is stopped is not known to the frame.
  poll("the end of the music", frames / rate + 20, function()
    return session:transport_sample() >= frames - rate
  end)
  session:request_locate(goal, false, ARDOUR.LocateTransportDisposition.MustRoll, UI)
  sleep(4)
  stop(session)

  swing_control(insert):set_automation_state(ARDOUR.AutoState.Off)
  ARDOUR.LuaAPI.set_processor_param(insert, number(insert, "Swing"), 0.66)
  session:request_locate(0, false, ARDOUR.LocateTransportDisposition.MustStop, UI)
  sleep(1)
  session:request_play_loop(true, false)
  session:request_roll(UI)
  poll("the loop to roll", 10, function() return session:transport_rolling() end)
  -- A pass lasts a second, which on a busy machine is more than one by the clock on the wall.
  local begin = AudioEngine:processed_samples()
  poll("the last pass", passes * 2 + 60, function()
    return AudioEngine:processed_samples() - begin >= (passes + 1) * rate
  end)
  assert(AudioEngine:running(), "JACK calls Ardour no more")
  stop(session)
  close_session()
end

-- Ardour has to leave JACK in any case, so what went wrong is said, not thrown.
local done, message = pcall(visit == "make" and make or play)
print(done and "PLAYED" or message)
quit()
