#pragma once

#include <algorithm>
#include <string>

#include "optaxx/core/options.hpp"

namespace optaxx {

/// The call that these options spell where the last ones, as many as `own` says, are not Optax's:
/// optaxx.f if one of them has another value than its default, else optax.f.
template <class Defaults, class Options>
call own_call_of(const std::string& function, const Options& o) {
  call result = call_of<Defaults>("optax." + function, o);
  const auto names = Options::names();
  if (!result.arguments.empty() && std::find(names.end() - Options::own, names.end(),
                                             result.arguments.back().first) != names.end()) {
    result.function = "optaxx." + function;
  }
  return result;
}

}  // namespace optaxx
