#pragma once

#include "isa/storage.hpp"
#include "optaxx/core/transform.hpp"

namespace support {

/// Blocks of 256 numbers as signed bytes, each with one float32 scale, the largest magnitude of the
/// block over 127; the bytes lie in an array of uint32. Where a number is not finite, all of its
/// block is NaN. A format that the tests alone have.
extern const optaxx::isa::storage int8_blocks;

/// trace(0.9) and scale(-0.5), with the trace in such blocks but for leaves of float64.
optaxx::transformation int8_momentum();

}  // namespace support
