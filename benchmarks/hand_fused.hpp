#pragma once

#include <cstddef>

// The references of the benchmarks: one loop written by hand for one chain, in Optax's order of
// operations.
namespace bench {

/// The numbers of a formula, under Optax's names. `rate` has its sign; the bias corrections c1 and
/// c2 divide unless they are 1, and `inverse1` and `inverse2` are their reciprocals.
struct numbers {
  float factor, b1, one_minus_b1, b2, one_minus_b2, c1, c2, eps, eps_root, decay, rate;
  float inverse1 = 1, inverse2 = 1;
};

/// Of optax.adamw(1e-3, weight_decay=0.01); the others differ from it.
inline constexpr numbers numbers_of_adamw{.factor = 1.0F,
                                          .b1 = 0.9F,
                                          .one_minus_b1 = static_cast<float>(1 - 0.9),
                                          .b2 = 0.999F,
                                          .one_minus_b2 = static_cast<float>(1 - 0.999),
                                          .c1 = 1.0F,
                                          .c2 = 1.0F,
                                          .eps = 1e-8F,
                                          .eps_root = 0.0F,
                                          .decay = 0.01F,
                                          .rate = -1e-3F};

/// On n elements of the parameter, the gradient and up to two arrays of the state.
using loop = void (*)(const numbers& k, float* p, const float* g, float* a, float* b,
                      std::size_t n);

struct adafactor_numbers {
  float divisor, rate, factor;
};

/// adafactor on whole rows of a matrix: what its three passes do, and its small results.
struct adafactor_passes {
  /// Squares of g and eps: the sum of each row, and of each column added to what is there.
  void (*axis_sums)(const float* g, std::size_t rows, std::size_t columns, float eps,
                    double* of_rows, double* of_columns);
  void (*inverse_roots)(float* x, std::size_t n);
  /// Of the scaled gradient and of the parameter, for each block of 4096.
  void (*squares)(const float* g, const float* p, std::size_t rows, std::size_t columns,
                  const float* of_rows, const float* of_columns, double* of_updates,
                  double* of_params);
  void (*apply)(const adafactor_numbers& k, float* p, const float* g, std::size_t rows,
                std::size_t columns, const float* of_rows, const float* of_columns);
};

struct hand_fused {
  loop six_links;  ///< u = factor * g; Adam; u + decay * p; rate * u; -1 * u; p + u.
  loop sgd, momentum, adam, adamw, lion, rmsprop, adagrad;
  loop adam_folded, adamw_folded, rmsprop_folded, adagrad_folded;  ///< As few divisions as can be.
  loop running_mean;  ///< a + (g - a) / factor, of gradients alone.
  loop touch;         ///< p += g, a += g, b += 1: the memory traffic of Adam and nothing else.
  adafactor_passes adafactor;
};

/// For an instruction set by its name, "avx512".
const hand_fused& hand_fused_for(const char* instruction_set);

}  // namespace bench
