#pragma once

#include <cstddef>
#include <string>

namespace optaxx {

/// What was built and what runs: version, compiler, instruction set, threads; one line each.
std::string build_info();

/// Threads that a step may use, at most; small steps use one, and where the system refuses a
/// thread, steps go on with those there are. First value: the environment variable OPTAXX_THREADS,
/// or the number of processors. Results do not depend on it.
std::size_t threads();
/// Throws std::invalid_argument for 0 and for more than 1024.
void set_threads(std::size_t n);

/// The instruction set that runs: "avx512", "avx2" or "sse2", and on AArch64 "neon64". First value:
/// the environment variable OPTAXX_ISA, or the widest the machine has. Results do not depend on it.
std::string instruction_set();
/// Throws std::invalid_argument, naming what there is, if the machine does not have it.
void set_instruction_set(const std::string& name);

}  // namespace optaxx
