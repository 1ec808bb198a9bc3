#pragma once

#include <string>

#include "optaxx/core/transform.hpp"

namespace support {

/// Runs tx over the gradients of wrappers.safetensors and compares its updates with those of a case
/// there, which make_wrappers.py has computed.
void expect_updates_of(const std::string& recorded, const optaxx::transformation& tx);

}  // namespace support
