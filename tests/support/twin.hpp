#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "optaxx/core/dtype.hpp"

// The kernels of the library, one element at a time, in software arithmetic.
namespace twin {

struct kernel_info {
  const char* name;
  std::uint16_t id;
  std::size_t slots;
  std::size_t written;  // of these, which come first
  std::size_t numbers;
};

std::span<const kernel_info> all_kernels();
const kernel_info& info_of(std::uint16_t id);

/// Runs a kernel on the update, the parameter and the slots of the element at an index, which are
/// of type T already; `storage` says where a slot comes from and goes to.
template <class T>
void run(std::uint16_t id, const T* numbers, std::size_t index, T& u, T p, std::span<T> slots,
         std::span<const optaxx::dtype> storage);

}  // namespace twin
