#pragma once

#include <cstdint>

namespace optaxx::kernels {

// What a kernel says of itself besides its formula, where it is not as most are:
//
//     static constexpr kernel_traits traits{.keeps_dtype = true};
//
// One that has another formula under numerics::fast has also a member `fast()`, which gives the
// kernel that takes its place, with its numbers.
struct kernel_traits {
  bool keeps_params =
      false;                 // the update is zero, and the parameters stay what they are to the bit
  bool clears = false;       // the update becomes zero whatever it was, also one of integers
  bool keeps_dtype = false;  // the update does not become as wide as the slots
  bool like_slot = false;    // the update gets the dtype of the slot, though that may be narrower
  bool sees_only_param = false;      // the update gets the dtype of the parameter
  std::uint16_t of_update = 0xffff;  // sees_only_param: the kernel that does the same to an update
  bool is_slow = false;  // ends in a chain of divisions and roots: a long loop starts it early
};

template <class Kernel>
inline constexpr kernel_traits traits_of{};

template <class Kernel>
requires requires { Kernel::traits; }
inline constexpr kernel_traits traits_of<Kernel> = Kernel::traits;

}  // namespace optaxx::kernels
