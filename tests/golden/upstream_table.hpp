#pragma once

#include <string>

namespace golden {

/// The section of the parity page about Optax's own tests: python/upstream/expected.tsv, counted by
/// area.
std::string upstream_section();

}  // namespace golden
