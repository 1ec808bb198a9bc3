#pragma once

#include <cfenv>
#include <vector>

#ifdef __x86_64__
#include <xmmintrin.h>
#endif

namespace support {

/// As much of the floating-point environment as can be read and set, for a scope.
class environment {
 public:
  struct value {
    int rounding;
    unsigned control;
    int traps;
    /// What has happened, which `==` leaves out; here x86 alone says it.
    unsigned flags() const { return control & all_flags; }
    /// That of our own arithmetic, in which flags are not put back.
    bool is_ours() const { return (control & ~all_flags) == 0x9FC0U; }
    friend bool operator==(const value& a, const value& b) {
      return a.rounding == b.rounding && a.traps == b.traps &&
             ((a.control ^ b.control) & ~all_flags) == 0;
    }
  };
  static constexpr unsigned all_flags = 0x3F;

  explicit environment(const value& v) {
    std::fegetenv(&before_);
    std::fesetround(v.rounding);
    std::feclearexcept(FE_ALL_EXCEPT);
    feenableexcept(v.traps);
#ifdef __x86_64__
    _mm_setcsr(v.control);
#endif
  }
  ~environment() { std::fesetenv(&before_); }
  environment(const environment&) = delete;
  environment& operator=(const environment&) = delete;

  static value current() {
#ifdef __x86_64__
    return {std::fegetround(), _mm_getcsr(), fegetexcept()};
#else
    return {std::fegetround(), 0, fegetexcept()};
#endif
  }

 private:
  std::fenv_t before_;
};

/// Rounding modes, subnormal numbers flushed or not, exception flags raised, signals enabled.
inline std::vector<environment::value> environments() {
  std::vector<environment::value> all;
  for (const int rounding : {FE_TONEAREST, FE_DOWNWARD, FE_UPWARD, FE_TOWARDZERO}) {
    const int before = std::fegetround();
    std::fesetround(rounding);
    all.push_back(environment::current());
    all.back().control &= ~environment::all_flags;
    std::fesetround(before);
#ifdef __x86_64__
    all.push_back(all.back());
    all.back().control |= 0x8040U;  // flush to zero, denormals are zero
    all.push_back(all.back());
    all.back().control |= 0x0015U;  // invalid, overflow, underflow
    all.push_back(all[all.size() - 3]);
    all.back().control &= ~0x1f80U;  // every exception is a signal
    all.back().traps = FE_ALL_EXCEPT;
#endif
  }
  return all;
}

}  // namespace support
