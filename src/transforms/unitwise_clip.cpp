#include "optaxx/transforms/unitwise_clip.hpp"

#include <stdexcept>
#include <string>

#include "core/flush_guard.hpp"

namespace optaxx {
namespace {

template <class T>
[[gnu::noinline]] void clip(const T* g_norm, const T* max_norm, const T* grad, T div_eps, T* out,
                            std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    const T divisor = g_norm[i] <= div_eps ? div_eps : g_norm[i];
    out[i] = g_norm[i] < max_norm[i] ? grad[i] : grad[i] * (max_norm[i] / divisor);
  }
}

template <class T>
array clipped(const array& g_norm, const array& max_norm, const array& grad, double div_eps) {
  array result(grad.dtype(), grad.shape());
  const flush_guard guard;
  clip(g_norm.data<T>(), max_norm.data<T>(), grad.data<T>(), static_cast<T>(div_eps),
       result.mutable_data<T>(), grad.size());
  return result;
}

}  // namespace

array unitwise_clip(const array& g_norm, const array& max_norm, const array& grad,
                    const number& div_eps) {
  for (const array* norm : {&g_norm, &max_norm}) {
    if (norm->shape() == grad.shape() && norm->dtype() == grad.dtype()) continue;
    throw std::invalid_argument(
        std::string("unitwise_clip: ") + (norm == &g_norm ? "g_norm" : "max_norm") + " is " +
        std::string(name_of(norm->dtype())) + " " + norm->shape().text() + ", grad is " +
        std::string(name_of(grad.dtype())) + " " + grad.shape().text());
  }
  return grad.dtype() == dtype::f64 ? clipped<double>(g_norm, max_norm, grad, div_eps)
                                    : clipped<float>(g_norm, max_norm, grad, div_eps);
}

}  // namespace optaxx
