#include "sweep/own_arrays.hpp"

#include <cstring>
#include <utility>

namespace optaxx {

array owned(array&& a) { return a.owning() ? std::move(a) : array(std::as_const(a)); }

void own(array& a) {
  if (a.owning()) return;
  array copy(std::as_const(a));
  a = array();  // or the copy would go into the memory that it borrows
  a = std::move(copy);
}

void make_room(array& a, dtype type, const shape& s) {
  // Padded is what optaxx has allocated.
  if (a.owning() && a.padded() && a.writable() && a.dtype() == type && a.shape() == s) return;
  a = array(type, s);
}

void copy_into(array& a, const array& values) {
  make_room(a, values.dtype(), values.shape());
  if (values.bytes() != 0) std::memcpy(a.mutable_data(), values.data(), values.bytes());
}

}  // namespace optaxx
