#pragma once

#include <memory>

#include "recipe/run/methods.hpp"
#include "recipe/values/value.hpp"

namespace optaxx::recipes {

/// A NamedTuple of that type, with the arguments as its fields.
value make(const std::shared_ptr<const record_type>& type, const call_site& site);

/// What every NamedTuple has: _replace, _asdict.
const methods& record_methods();

}  // namespace optaxx::recipes
