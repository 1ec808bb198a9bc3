#include "sweep/fast.hpp"

#include <cstring>

#include "core/flush_guard.hpp"
#include "kernels/clip_by_norm.hpp"
#include "kernels/scale.hpp"
#include "kernels/scale_by_adam.hpp"
#include "kernels/scale_by_adam_fast.hpp"
#include "kernels/scale_by_rms.hpp"
#include "kernels/scale_by_rms_fast.hpp"
#include "kernels/scale_by_rss.hpp"
#include "kernels/scale_by_rss_fast.hpp"

namespace optaxx::exec {
namespace {

template <class Kernel>
Kernel kernel_in(const kernel_detail::erased& e) {
  Kernel k;
  std::memcpy(&k, e.data, sizeof k);
  return k;
}

template <class Kernel>
kernel_detail::erased put(const Kernel& k, fast_numbers& numbers) {
  std::memcpy(numbers.data(), &k, sizeof k);
  kernel_detail::erased e = kernel_detail::erase<Kernel, Kernel::slots>(k);
  e.data = numbers.data();
  return e;
}

}  // namespace

kernel_detail::erased fast_form(const kernel_detail::erased& e, fast_numbers& numbers) {
  using namespace kernels;
  const nearest_guard guard;
  switch (static_cast<kernel_id>(e.id)) {
    case kernel_id::scale_by_adam: {
      const auto k = kernel_in<scale_by_adam<double>>(e);
      return put(scale_by_adam_fast<double>{k.b1, k.one_minus_b1, k.b2, k.one_minus_b2, 1 / k.c1,
                                            1 / k.c2, k.eps, k.eps_root},
                 numbers);
    }
    case kernel_id::scale_by_rms: {
      const auto k = kernel_in<scale_by_rms<double>>(e);
      return put(scale_by_rms_fast<double>{k.decay, k.one_minus_decay, 1 / k.c, k.eps}, numbers);
    }
    case kernel_id::scale_by_rss:
      return put(scale_by_rss_fast<double>{kernel_in<scale_by_rss<double>>(e).eps}, numbers);
    case kernel_id::clip_by_norm: {
      const auto k = kernel_in<clip_by_norm<double>>(e);
      return put(scale<double>{k.max_norm / k.norm}, numbers);
    }
    default:
      return e;
  }
}

}  // namespace optaxx::exec
