#pragma once

#include <functional>
#include <string_view>

#include "isa/storage.hpp"
#include "optaxx/core/layout.hpp"

namespace optaxx {

/// How the numbers that belong to a parameter are stored; null: as the parameter.
using storage_choice = std::function<const isa::storage*(const array& param)>;

/// A slot of a rule's state that begins at zero, in blocks where `choice` says so. Its field is a
/// dict of two trees like the parameters, the numbers and their scales, which `map` takes for one
/// slot. Throws std::invalid_argument for parameters in float64 and storage that tiles cannot hold.
void lay_out_slot(layout& to, std::string_view name, const storage_choice& choice);

}  // namespace optaxx
