#include "optaxx/core/astype.hpp"

#include "core/element.hpp"
#include "core/flush_guard.hpp"

namespace optaxx {

array astype(const array& a, dtype type) {
  if (a.dtype() == type) return a;
  array result(type, a.shape());
  const flush_guard guard;
  for (std::size_t i = 0; i < a.size(); ++i) {
    detail::store_element(type, result.mutable_data(), i,
                          detail::load_element(a.dtype(), a.data(), i));
  }
  return result;
}

}  // namespace optaxx
