#pragma once

#include <optional>

#if defined(__x86_64__) || defined(__i386__)
#include <xmmintrin.h>
#elif defined(__aarch64__)
#include <cstdint>
#endif

namespace optaxx {

/// The floating-point environment of our arithmetic, whatever the program set: round to nearest, no
/// traps, subnormal operands and results flushed to zero as XLA does on a CPU. The caller's is
/// restored at the end of the scope. The compiler may move arithmetic across it: compute in a
/// function that is not inlined into the guarded one.
class flush_guard {
 public:
#if defined(__x86_64__) || defined(__i386__)
  // Inside another guard nothing is set: it takes the processor longer than a division does.
  flush_guard() : saved_(_mm_getcsr()) {
    if (!is_ours()) _mm_setcsr(ours);
  }
  ~flush_guard() {
    if (!is_ours()) _mm_setcsr(saved_);
  }

 private:
  static constexpr unsigned ours = 0x9FC0U;
  static constexpr unsigned happened = 0x3FU;  // flags that say which exceptions there were
  bool is_ours() const { return (saved_ & ~happened) == ours; }

  unsigned saved_;
#elif defined(__aarch64__)
  flush_guard() {
    asm volatile("mrs %0, fpcr" : "=r"(saved_));
    asm volatile("msr fpcr, %0" : : "r"(std::uint64_t{1} << 24));
  }
  ~flush_guard() { asm volatile("msr fpcr, %0" : : "r"(saved_)); }

 private:
  std::uint64_t saved_;
#else
#error "optaxx needs to know how this processor flushes subnormal numbers"
#endif

 public:
  flush_guard(const flush_guard&) = delete;
  flush_guard& operator=(const flush_guard&) = delete;
};

/// The same where no number is subnormal: only what rounds otherwise or has traps is set, and the
/// processor is spared the time that it takes.
class nearest_guard {
 public:
#if defined(__x86_64__) || defined(__i386__)
  nearest_guard() {
    constexpr unsigned rounding = 0x6000U;
    constexpr unsigned no_traps = 0x1F80U;
    if ((_mm_getcsr() & (rounding | no_traps)) != no_traps) [[unlikely]]
      guard_.emplace();
  }
#elif defined(__aarch64__)
  nearest_guard() {
    constexpr std::uint64_t rounding = std::uint64_t{3} << 22;
    constexpr std::uint64_t traps = 0x9F00;
    std::uint64_t now;
    asm volatile("mrs %0, fpcr" : "=r"(now));
    if ((now & (rounding | traps)) != 0) [[unlikely]]
      guard_.emplace();
  }
#endif
  nearest_guard(const nearest_guard&) = delete;
  nearest_guard& operator=(const nearest_guard&) = delete;

 private:
  std::optional<flush_guard> guard_;
};

namespace detail {

/// f(), computed under a flush_guard: a lambda that captures by reference.
template <class Function>
auto flushed(const Function& f) {
  const Function* hidden = &f;
  const flush_guard guard;
  // What f reads is unknown to the compiler until here, and its result is used here: nothing of it
  // can move out.
  asm volatile("" : "+r"(hidden) : : "memory");
  auto result = (*hidden)();
  asm volatile("" : "+m"(result) : : "memory");
  return result;
}

}  // namespace detail
}  // namespace optaxx
