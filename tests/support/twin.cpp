#include "support/twin.hpp"

#include <cstring>
#include <iterator>
#include <type_traits>
#include <utility>

#include "core/normal.hpp"
#include "core/threefry.hpp"
#include "isa/program.hpp"
#include "kernels/all.hpp"
#include "support/slow_lane.hpp"
#include "support/stored_as.hpp"

namespace twin {
namespace {

using namespace optaxx;
using support::slow_lane;
using support::stored_as;

template <template <class> class K>
constexpr kernel_info describe(const char* name) {
  return {name, static_cast<std::uint16_t>(K<float>::id), static_cast<std::size_t>(K<float>::slots),
          optaxx::isa::written_slots<K<float>>(),
          std::is_empty_v<K<float>> ? 0 : sizeof(K<float>) / sizeof(float)};
}

constexpr kernel_info infos[] = {
#define OPTAXX_INFO(name) describe<kernels::name>(#name),
    OPTAXX_KERNELS(OPTAXX_INFO)
#undef OPTAXX_INFO
};

// A slot in another dtype than the leaf's: its product with a number is formed in that dtype.
template <class T>
struct narrow_slot {
  slow_lane<T> value;
  dtype storage;
  operator slow_lane<T>() const { return value; }
  narrow_slot& operator=(slow_lane<T> v) {
    value = stored_as(storage, v.value());
    return *this;
  }
  friend slow_lane<T> operator*(T weak, const narrow_slot& s) {
    return stored_as(s.storage, (slow_lane<T>(stored_as(s.storage, weak)) * s.value).value());
  }
};

template <class T>
slow_lane<T> normal_number(const threefry::key_words& key, std::size_t index) {
  if constexpr (sizeof(T) == sizeof(float)) {
    return threefry::normal<slow_lane<T>>(threefry::bits32(key, index));
  } else {
    return threefry::normal<slow_lane<T>>(threefry::bits64(key, index));
  }
}

// Calls the kernel with the first slots as they are and the last ones narrow, as `storage` says.
template <class K, class T, class... Slots>
void call(const K& kernel, std::size_t index, slow_lane<T>& u, slow_lane<T> p, std::span<T> values,
          std::span<const dtype> storage, Slots&... slots) {
  constexpr std::size_t n = sizeof...(Slots);
  if constexpr (n < K::slots) {
    if (storage[n] != dtype_of<T>) {
      narrow_slot<T> slot{values[n], storage[n]};
      call(kernel, index, u, p, values, storage, slots..., slot);
      values[n] = slot.value.value();
      return;
    }
    slow_lane<T> slot(values[n]);
    call(kernel, index, u, p, values, storage, slots..., slot);
    values[n] = slot.value();
  } else if constexpr (requires { K::draws; }) {
    static_assert(K::draws == threefry::numbers::normal && !K::sees_params);
    kernel(normal_number<T>(kernel.random_key(), index), u, slots...);
  } else if constexpr (K::sees_params) {
    kernel(u, std::as_const(p), slots...);
  } else {
    kernel(u, slots...);
  }
}

template <template <class> class K, class T>
void run_one(const T* numbers, std::size_t index, T& u, T p, std::span<T> slots,
             std::span<const dtype> storage) {
  K<T> kernel;
  if constexpr (!std::is_empty_v<K<T>>) std::memcpy(&kernel, numbers, sizeof kernel);
  slow_lane<T> lane(u);
  call(kernel, index, lane, slow_lane<T>(p), slots, storage);
  u = lane.value();
}

}  // namespace

std::span<const kernel_info> all_kernels() { return infos; }
const kernel_info& info_of(std::uint16_t id) { return infos[id]; }

template <class T>
void run(std::uint16_t id, const T* numbers, std::size_t index, T& u, T p, std::span<T> slots,
         std::span<const dtype> storage) {
  static constexpr void (*functions[])(const T*, std::size_t, T&, T, std::span<T>,
                                       std::span<const dtype>) = {
#define OPTAXX_FUNCTION(name) &run_one<kernels::name, T>,
      OPTAXX_KERNELS(OPTAXX_FUNCTION)
#undef OPTAXX_FUNCTION
  };
  functions[id](numbers, index, u, p, slots, storage);
}

template void run(std::uint16_t, const float*, std::size_t, float&, float, std::span<float>,
                  std::span<const dtype>);
template void run(std::uint16_t, const double*, std::size_t, double&, double, std::span<double>,
                  std::span<const dtype>);

}  // namespace twin
