#include "isa/storage.hpp"

#include <cstring>

#include "core/element.hpp"

namespace optaxx::isa {
namespace {

void copy_from(const instruction_set&, const void* numbers, const void*, float* to,
               std::size_t n) noexcept {
  std::memcpy(to, numbers, n * sizeof *to);
}
void copy_to(const instruction_set&, const float* from, void* numbers, void*,
             std::size_t n) noexcept {
  std::memcpy(numbers, from, n * sizeof *from);
}

// By the vectors of an instruction set.
template <dtype Type>
void widen(const instruction_set& set, const void* numbers, const void*, float* to,
           std::size_t n) noexcept {
  set.widen(Type, numbers, to, n);
}
template <dtype Type>
void narrow(const instruction_set& set, const float* from, void* numbers, void*,
            std::size_t n) noexcept {
  set.narrow(Type, from, numbers, n);
}

// One by one.
template <dtype Type>
void load(const instruction_set&, const void* numbers, const void*, float* to,
          std::size_t n) noexcept {
  for (std::size_t i = 0; i < n; ++i)
    to[i] = static_cast<float>(detail::load_element(Type, numbers, i));
}
template <dtype Type>
void store(const instruction_set&, const float* from, void* numbers, void*,
           std::size_t n) noexcept {
  for (std::size_t i = 0; i < n; ++i)
    detail::store_element(Type, numbers, i, static_cast<double>(from[i]));
}

template <dtype Type>
constexpr storage as_it_is(std::string_view name) {
  return {name, Type, 1, {Type, 1}, {}, &load<Type>, &store<Type>};
}
template <dtype Type>
constexpr storage small_float(std::string_view name,
                              void (*instruction_set::*loop)(const program&, const run&) noexcept) {
  return {name, Type, 1, {Type, 1}, {}, &widen<Type>, &narrow<Type>, loop};
}

constexpr storage table[] = {
    {"float32", dtype::f32, 1, {dtype::f32, 1}, {}, &copy_from, &copy_to},
    small_float<dtype::bf16>("bfloat16", &instruction_set::run_bf16),
    small_float<dtype::f16>("float16", &instruction_set::run_f16),
    as_it_is<dtype::f64>("float64"),
    as_it_is<dtype::i32>("int32"),
    as_it_is<dtype::i64>("int64"),
    as_it_is<dtype::u32>("uint32"),
    as_it_is<dtype::boolean>("bool"),
};
constexpr std::size_t floats = 3;  // of the table, in front

}  // namespace

std::span<const storage> float_storages() noexcept { return std::span(table).first(floats); }

const storage& storage_of(dtype type) noexcept {
  for (const storage& s : table) {
    if (s.type == type) return s;
  }
  return table[0];
}

}  // namespace optaxx::isa
