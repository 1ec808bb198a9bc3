#pragma once

#include <optional>
#include <string_view>

#include "optaxx/core/layout.hpp"

namespace optaxx {

/// A slot with a storage to begin with, which wider updates make as wide as they are; unset: as the
/// parameter.
void lay_out_widening_slot(layout& to, std::string_view name, std::optional<dtype> first);

}  // namespace optaxx
