#pragma once

#include <cstddef>

/// The heap of this test program: counts, and fails when told to.
namespace heap {

/// How often memory was asked for so far.
std::size_t allocations();

/// Lets the allocation that comes after this many others throw std::bad_alloc, once.
void fail_after(std::size_t others);
/// Back to normal; whether an allocation has failed.
bool recover();

}  // namespace heap
