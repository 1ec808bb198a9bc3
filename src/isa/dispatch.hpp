#pragma once

#include <span>
#include <string_view>

#include "isa/program.hpp"

namespace optaxx::isa {

/// The instruction sets that are compiled in and that this processor and system run, the widest
/// first.
std::span<const instruction_set* const> available();

/// What runs: the widest, or what the environment variable OPTAXX_ISA names, or what `use` chose.
const instruction_set& current();

/// Chooses for the whole process. Throws std::invalid_argument, naming what there is, if it is not
/// available.
void use(std::string_view name);

}  // namespace optaxx::isa
