#pragma once

#include <cstddef>
#include <cstdint>

#include "problem.hpp"

// optaxx for a program in Python, through ctypes: what peers.py measures on our side. What returns
// a pointer gives null, and what returns an int -1, when it throws; `optaxx_error` then says why.
extern "C" {

const char* optaxx_error();

/// `optaxx::build_info`.
const char* optaxx_build();

int optaxx_set_threads(std::size_t n);
int optaxx_set_instruction_set(const char* name);

/// The transformation of a recipe on arrays of these sizes, filled as in all benchmarks, one behind
/// the other. `fast`: under `numerics::fast`. `like`: another one of these sizes, or null; both
/// then step the same parameters, gradients and moments. It must be deleted after this one.
bench::problem* optaxx_new(const char* recipe, int fast, const std::size_t* sizes,
                           std::size_t leaves, bench::problem* like);
/// The same on a dict of matrices under these names.
bench::problem* optaxx_new_matrices(const char* recipe, const char* const* names,
                                    std::size_t leaves, std::size_t rows, std::size_t columns);
void optaxx_delete(bench::problem* problem);

/// The memory of a leaf: of "params", "grads", or a moment, "mu" or "nu". The moments are those of
/// AdamW on arrays of one axis.
float* optaxx_array(bench::problem* problem, const char* name, std::size_t leaf);

/// The memory of an array of the state, and how many bytes it has.
void* optaxx_state(bench::problem* problem, std::size_t leaf, std::size_t* bytes);
std::size_t optaxx_state_leaves(bench::problem* problem);

/// Steps go on as after so many.
void optaxx_set_count(bench::problem* problem, std::int64_t steps);
/// Each with a loss of 0.5, which some rules ask for.
int optaxx_step(bench::problem* problem, std::size_t times);

/// Seconds of `init` and the first step together, and of a later step (the least of 20).
int optaxx_first_call(const char* recipe, const std::size_t* sizes, std::size_t leaves,
                      double* first, double* later);
}
