#include "optaxx/core/astype.hpp"

#include <cstring>

#include "core/element.hpp"
#include "core/flush_guard.hpp"

namespace optaxx {

array astype(const array& a, dtype type) {
  array result(type, a.shape());
  if (a.dtype() == type) {
    if (a.bytes() != 0) std::memcpy(result.mutable_data(), a.data(), a.bytes());
    return result;
  }
  const auto convert = [&] {
    for (std::size_t i = 0; i < a.size(); ++i) {
      detail::store_element(type, result.mutable_data(), i,
                            detail::load_element(a.dtype(), a.data(), i));
    }
    return a.size();
  };
  // Between float32 and bfloat16 XLA moves bits.
  if (is_narrow(a.dtype()) || is_narrow(type)) {
    detail::unflushed(convert);
  } else {
    detail::flushed(convert);
  }
  return result;
}

}  // namespace optaxx
