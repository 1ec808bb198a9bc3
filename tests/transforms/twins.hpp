#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "optaxx/optaxx.hpp"
#include "support/runs.hpp"
#include "support/same_bits.hpp"

namespace support {

/// A link on its own, and in all that it can be composed with.
inline std::vector<std::pair<std::string, optaxx::transformation>> compositions(
    const optaxx::transformation& link) {
  using namespace optaxx;
  const path_set weights = paths("**/w");
  return {
      {"alone", link},
      {"chain", chain(scale(0.5), link, scale(-0.1))},
      {"in front of a norm", chain(link, clip_by_global_norm(0.5), scale(-0.1))},
      {"behind a norm", chain(clip_by_global_norm(0.5), link, scale(-0.1))},
      {"twice", chain(link, scale(0.5), link)},
      {"masked", masked(link, weights)},
      {"masked and clipped", masked(chain(link, clip_by_global_norm(0.5)), weights)},
      {"masked twice", masked(masked(link, weights), paths("even*/**"))},
      {"masked away", masked(link, false)},
      {"partition", partition({{"w", chain(link, scale(-0.1))}, {"others", adam(0.1)}},
                              path_labels({{"**/w", "w"}, {"**", "others"}}))},
      {"multi_steps", multi_steps(chain(link, scale(-0.1)), 2)},
      {"apply_if_finite", apply_if_finite(chain(link, scale(-0.1)), 1)},
  };
}

/// Whether a link of the user's does what one of the library does, to the bit: updates, parameters
/// and the state's arrays.
inline void expect_twins(const optaxx::transformation& own, const optaxx::transformation& ours,
                         std::span<const contents> grads,
                         const std::vector<optaxx::dtype>& types = {optaxx::dtype::f32}) {
  const std::vector<std::int64_t> lengths = {3, 5, -1, 0, 4097, 70};
  const problem p = make_problem(lengths, types, contents::plain, grads);
  const placed_problem in(p, placement::own);
  const auto of_own = compositions(own);
  const auto of_ours = compositions(ours);
  for (std::size_t i = 0; i < of_own.size(); ++i) {
    for (const way how : {way::step, way::update, way::update_in_place}) {
      const outcome came = run(of_own[i].second, in, how);
      const outcome wanted = run(of_ours[i].second, in, how);
      for (std::size_t step = 0; step < wanted.size(); ++step) {
        EXPECT_TRUE(same_bits(came[step], wanted[step])) << of_own[i].first << ", step " << step;
      }
    }
  }
}

}  // namespace support
