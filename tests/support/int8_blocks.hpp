#pragma once

#include "isa/storage.hpp"

namespace support {

/// Blocks of 256 numbers as signed bytes, each with one float32 scale, the
/// largest magnitude of the block over 127; the bytes lie in an array of
/// uint32. A format that the tests alone have.
extern const optaxx::isa::storage int8_blocks;

}  // namespace support
