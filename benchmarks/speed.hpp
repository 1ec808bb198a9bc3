#pragma once

#include <span>
#include <string>

#include "report.hpp"

namespace bench {

/// What speed.gp draws: isa, parameters, contender and parameters_per_second between tabs, a line
/// for each of the two sides of a row. Who stands in several rows of a size has the line of the
/// first.
std::string speed_tsv(std::span<const row> rows);

/// speed.tsv in this folder, which is made if it is not there. Throws std::runtime_error if it
/// cannot be written.
void write_speed(std::span<const row> rows, const std::string& folder);

}  // namespace bench
