// Tensors of torch, by the functions in C that DLPack has for it.
#pragma once

#include <cstdint>
#include <vector>

#include "python.hpp"

namespace optaxx::python {

/// A tensor as DLPack's DLTensor lays it out. Its memory and extents are the tensor's.
struct tensor_view {
  void* data;
  std::int32_t device_type;  ///< 1 is the CPU.
  std::int32_t device;
  std::int32_t rank;
  std::uint8_t kind;
  std::uint8_t bits;
  std::uint16_t lanes;
  std::int64_t* extents;
  std::int64_t* strides;
  std::uint64_t offset;  ///< In bytes.
};

/// Looks at a torch.Tensor or torch.nn.Parameter without calling Python. False for all else, and
/// where torch has no such functions yet (before 2.10).
bool look_at_tensor(PyObject* o, tensor_view& t) noexcept;

/// What tensors have as `grad`. False if one has none, or is of another class than torch.Tensor and
/// torch.nn.Parameter.
bool gradients_of(const std::vector<nb::object>& tensors, std::vector<nb::object>& gradients);

}  // namespace optaxx::python
