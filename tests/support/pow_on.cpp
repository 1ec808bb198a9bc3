#include "support/pow_on.hpp"

#include <stdexcept>

namespace support {

#if defined(__x86_64__)
extern const pow_on pow_on_sse2;
extern const pow_on pow_on_avx2;
extern const pow_on pow_on_avx512;
#elif defined(__aarch64__)
extern const pow_on pow_on_neon64;
#endif

const pow_on& pow_of(const std::string& set) {
#if defined(__x86_64__)
  if (set == "sse2") return pow_on_sse2;
  if (set == "avx2") return pow_on_avx2;
  if (set == "avx512") return pow_on_avx512;
#elif defined(__aarch64__)
  if (set == "neon64") return pow_on_neon64;
#endif
  throw std::invalid_argument("no instruction set " + set);
}

}  // namespace support
