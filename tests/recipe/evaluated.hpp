#pragma once

#include <string>

#include "recipe/run/interpreter.hpp"
#include "recipe/run/modules.hpp"
#include "recipe/text/source.hpp"
#include "recipe/values/repr.hpp"

/// The repr of what `result` is in a text, or what is wrong with it.
inline std::string evaluated(const std::string& text, bool x64 = false) {
  using namespace optaxx::recipes;
  try {
    interpreter in(parse(text), root_names(), x64);
    return repr(in.run({{"result"}, [](const value&) { return false; }}));
  } catch (const fault& f) {
    return complaint(text, f).what();
  }
}
