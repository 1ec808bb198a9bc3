#pragma once

#include <optional>

#if defined(__x86_64__) || defined(__i386__)
#include <xmmintrin.h>
#elif defined(__aarch64__)
#include <cstdint>
#else
#error "optaxx needs to know how this processor flushes subnormal numbers"
#endif

namespace optaxx {

/// The register that says how a thread rounds, traps and flushes.
namespace float_control {

#if defined(__x86_64__) || defined(__i386__)
using word = unsigned;
inline constexpr word ieee = 0x1F80U;  // round to nearest, no traps, subnormal numbers
inline constexpr word flushing = ieee | 0x8040U;
inline constexpr word rounding_and_traps = 0x6000U | ieee;
inline constexpr word happened = 0x3FU;  // flags that say which exceptions there were
inline word read() { return _mm_getcsr(); }
inline void write(word w) { _mm_setcsr(w); }
#elif defined(__aarch64__)
using word = std::uint64_t;
inline constexpr word ieee = 0;
inline constexpr word flushing = word{1} << 24;
inline constexpr word rounding_and_traps = word{3} << 22 | 0x9F00;
inline constexpr word happened = 0;
inline word read() {
  word w;
  asm volatile("mrs %0, fpcr" : "=r"(w));
  return w;
}
inline void write(word w) { asm volatile("msr fpcr, %0" : : "r"(w)); }
#endif

}  // namespace float_control

// Environments of ours for a scope, whatever the program set: round to nearest, no traps. The
// caller's is there again at its end, with the flags that it had. The compiler may move arithmetic
// across a guard: compute in a function that is not inlined into the guarded one.

/// The caller's own until `flush` is called, for what calls functions of the user's first; then
/// that of our arithmetic on arrays: subnormal operands and results are flushed to zero, as XLA
/// does on a CPU.
class caller_guard {
 public:
  caller_guard() : saved_(float_control::read()) {}
  ~caller_guard() {
    if (!is_ours()) float_control::write(saved_);
  }
  caller_guard(const caller_guard&) = delete;
  caller_guard& operator=(const caller_guard&) = delete;

  // Inside another guard nothing is set: it takes the processor longer than a division does.
  void flush() const {
    if (!is_ours()) float_control::write(float_control::flushing);
  }

 private:
  bool is_ours() const { return (saved_ & ~float_control::happened) == float_control::flushing; }

  float_control::word saved_;
};

/// That of our arithmetic on arrays from the beginning.
class flush_guard : public caller_guard {
 public:
  flush_guard() { flush(); }
};

/// That of Python's numbers, of what is parsed and printed, and of what is put into arrays.
class ieee_guard {
 public:
  ieee_guard() : saved_(float_control::read()) {
    if ((saved_ & ~float_control::happened) != float_control::ieee)
      float_control::write(float_control::ieee);
  }
  ~ieee_guard() {
    if (float_control::read() != saved_) float_control::write(saved_);
  }
  ieee_guard(const ieee_guard&) = delete;
  ieee_guard& operator=(const ieee_guard&) = delete;

  float_control::word callers() const { return saved_; }

 private:
  float_control::word saved_;
};

/// The same where no number is subnormal: only what rounds otherwise or has traps is set, and the
/// processor is spared the time that it takes. Flags stay: a caller_guard around it takes them
/// back.
class nearest_guard {
 public:
  nearest_guard() {
    using namespace float_control;
    if ((read() & rounding_and_traps) != (ieee & rounding_and_traps)) [[unlikely]]
      guard_.emplace();
  }
  nearest_guard(const nearest_guard&) = delete;
  nearest_guard& operator=(const nearest_guard&) = delete;

 private:
  std::optional<flush_guard> guard_;
};

namespace detail {

template <class Guard, class Function>
auto guarded(const Function& f) {
  const Function* hidden = &f;
  const Guard guard;
  // What f reads is unknown to the compiler until here, and its result is used here: nothing of it
  // can move out.
  asm volatile("" : "+r"(hidden) : : "memory");
  auto result = (*hidden)();
  asm volatile("" : "+m"(result) : : "memory");
  return result;
}

/// f(), computed under a flush_guard: a lambda that captures by reference.
template <class Function>
auto flushed(const Function& f) {
  return guarded<flush_guard>(f);
}
/// The same under an ieee_guard.
template <class Function>
auto unflushed(const Function& f) {
  return guarded<ieee_guard>(f);
}

}  // namespace detail
}  // namespace optaxx
