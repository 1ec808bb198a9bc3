#include "support/lane_on.hpp"

#include <stdexcept>

namespace support {

#if defined(__x86_64__)
extern const lane_on lane_on_sse2;
extern const lane_on lane_on_avx2;
extern const lane_on lane_on_avx512;
#elif defined(__aarch64__)
extern const lane_on lane_on_neon64;
#endif

const lane_on& lane_of(const std::string& set) {
#if defined(__x86_64__)
  if (set == "sse2") return lane_on_sse2;
  if (set == "avx2") return lane_on_avx2;
  if (set == "avx512") return lane_on_avx512;
#elif defined(__aarch64__)
  if (set == "neon64") return lane_on_neon64;
#endif
  throw std::invalid_argument("no instruction set " + set);
}

}  // namespace support
