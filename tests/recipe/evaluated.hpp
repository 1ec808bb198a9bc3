#pragma once

#include <string>

#include "recipe/interpreter.hpp"
#include "recipe/modules.hpp"
#include "recipe/source.hpp"

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
