#include "sweep/fast.hpp"

#include <cstring>
#include <type_traits>

#include "core/flush_guard.hpp"
#include "kernels/all.hpp"

namespace optaxx::exec {
namespace {

template <class Kernel>
kernel_detail::erased form_of(const kernel_detail::erased& e, fast_numbers& numbers) {
  if constexpr (requires(const Kernel& k) { k.fast(); }) {
    Kernel k;
    std::memcpy(&k, e.data, sizeof k);
    const auto fast = k.fast();
    using form = std::remove_const_t<decltype(fast)>;
    static_assert(form::slots == Kernel::slots && form::sees_params == Kernel::sees_params);
    std::memcpy(numbers.data(), &fast, sizeof fast);
    kernel_detail::erased result = kernel_detail::erase<form, form::slots>(fast);
    result.data = numbers.data();
    return result;
  } else {
    return e;
  }
}

}  // namespace

kernel_detail::erased fast_form(const kernel_detail::erased& e, fast_numbers& numbers) {
  using namespace kernels;
  const nearest_guard guard;
  switch (static_cast<kernel_id>(e.id)) {
#define OPTAXX_FORM(name) \
  case kernel_id::name:   \
    return form_of<name<double>>(e, numbers);
    OPTAXX_KERNELS(OPTAXX_FORM)
#undef OPTAXX_FORM
    default:
      return e;
  }
}

}  // namespace optaxx::exec
