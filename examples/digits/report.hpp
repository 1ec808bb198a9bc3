#pragma once

#include <string>
#include <vector>

#include "digits/history.hpp"

namespace digits {

/// The final table: a row for each run that measured anything.
std::string table(const std::vector<run>& runs);

}  // namespace digits
