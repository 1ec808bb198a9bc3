#include "isa/dispatch.hpp"

#include <atomic>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/forever.hpp"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace optaxx::isa {

#if defined(__x86_64__)
extern const instruction_set sse2;
extern const instruction_set avx2;
extern const instruction_set avx512;
#elif defined(__aarch64__)
extern const instruction_set neon64;
#endif

namespace {

#if defined(__x86_64__)
// Conversions of float16, which every processor with AVX2 has. Not all compilers that know AVX2 ask
// for them by name.
bool has_f16c() {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  return __get_cpuid(1, &a, &b, &c, &d) != 0 && (c & bit_F16C) != 0;
}
#endif

// __builtin_cpu_supports also asks whether the system saves the registers.
std::vector<const instruction_set*> detect() {
  std::vector<const instruction_set*> found;
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512cd")) {
    found.push_back(&avx512);
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && has_f16c())
    found.push_back(&avx2);
  found.push_back(&sse2);
#elif defined(__aarch64__)
  found.push_back(&neon64);
#endif
  return found;
}

const instruction_set& find(std::string_view name) {
  std::string names;
  for (const instruction_set* set : available()) {
    if (name == set->name) return *set;
    names += names.empty() ? "" : ", ";
    names += set->name;
  }
  throw std::invalid_argument("optaxx: no instruction set '" + std::string(name) +
                              "' on this machine; there are " + names);
}

const instruction_set& first_choice() {
  const char* const wanted = std::getenv("OPTAXX_ISA");
  return wanted != nullptr && *wanted != '\0' ? find(wanted) : *available().front();
}

std::atomic<const instruction_set*>& chosen() {
  static std::atomic<const instruction_set*> set{&first_choice()};
  return set;
}

}  // namespace

std::span<const instruction_set* const> available() {
  static const auto& sets = detail::forever(detect());
  return sets;
}

const instruction_set& current() { return *chosen().load(std::memory_order_relaxed); }

void use(std::string_view name) { chosen().store(&find(name), std::memory_order_relaxed); }

}  // namespace optaxx::isa
