#pragma once

#include <string>

namespace golden {

/// The sections of the parity page on public_recipes.tsv: what runs, in which traces, how far from
/// Optax, and what waits.
std::string public_recipes_sections();

}  // namespace golden
