#pragma once

// Whole programs that are compiled as one loop, without the choice of a kernel inside it: the
// chains of the named optimizers, also with schedule and sign as two links, and what fast makes of
// them. `scalings` (scalings.hpp) are some `scale` or none; the first pattern that fits is taken.
#define OPTAXX_PATTERNS(X)                                            \
  X(scale)                                                            \
  X(running_mean, silent)                                             \
  X(running_sum, silent)                                              \
  X(trace, scale)                                                     \
  X(trace_nesterov, scale)                                            \
  X(scale_by_adam, scale)                                             \
  X(scale_by_adam, add_decayed_weights, scale)                        \
  X(scale_by_lion, scale)                                             \
  X(scale_by_lion, add_decayed_weights, scale)                        \
  X(scale_by_rms, scale)                                              \
  X(scale_by_rms_eps_outside, scale)                                  \
  X(scale_by_rss, scale)                                              \
  X(scale_by_adam_fast, scale)                                        \
  X(scale_by_adam_fast, add_decayed_weights, scale)                   \
  X(scale, scale_by_adam_fast, scale)                                 \
  X(scale, scale_by_adam_fast, add_decayed_weights, scale)            \
  X(scale_by_rms_fast, scale)                                         \
  X(scale_by_rss_fast, scale)                                         \
  X(clip_by_norm, scale_by_adam, scale)                               \
  X(clip_by_norm, scale_by_adam, add_decayed_weights, scale)          \
  X(scale_by_adam, add_decayed_weights, scale, scale)                 \
  X(clip_by_norm, scale_by_adam, scale, scale)                        \
  X(clip_by_norm, scale_by_adam, add_decayed_weights, scale, scale)   \
  X(scale, scale_by_adam, add_decayed_weights, scale, scale)          \
  X(scale, scale_by_adam_fast, add_decayed_weights, scale, scale)     \
  X(scalings, scale_by_adam, scalings)                                \
  X(scalings, scale_by_adam, scalings, add_decayed_weights, scalings) \
  X(scalings, clip, scalings, scale_by_adam, scalings)                \
  X(scalings, clip, scalings, scale_by_adam, scalings, add_decayed_weights, scalings)

// Neighbours in a program that are compiled as one step of it: what stands around the moments of
// most chains.
#define OPTAXX_STEPS(X)          \
  X(scale, scale)                \
  X(scale, scale_by_adam)        \
  X(clip_by_norm, scale_by_adam) \
  X(scale, scale_by_adam_fast)   \
  X(add_decayed_weights, scale)  \
  X(add_decayed_weights, scale, scale)
