#pragma once

#include <optional>

#include "optaxx/core/layout.hpp"

// What the library's rules ask of a layout beside what is public.
namespace optaxx {

/// The whole state is that of another transformation, over other parameters than the caller's; for
/// `sweep::run` with the rule's own state.
void lay_out_whole(layout& to, const transformation& inner, const tree& params);

/// The dtype of the gradients, where init was told.
std::optional<dtype> gradients_of(const layout& of);

}  // namespace optaxx
