#pragma once

#include <string>

namespace golden {

/// docs/parity.md as the traces make it: every symbol of Optax, how it is compared, and the largest
/// difference.
std::string parity_page();

}  // namespace golden
