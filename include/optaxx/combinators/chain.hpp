#pragma once

#include <concepts>
#include <utility>
#include <vector>

#include "optaxx/core/transform.hpp"

namespace optaxx {

/// One transformation after the other, each on the updates of the one before. Mirrors optax.chain.
/// State: a tuple of the links' states; a chain in a chain is a tuple in the tuple. Throws
/// std::invalid_argument if empty.
transformation chain(std::vector<transformation> links);
template <std::convertible_to<transformation>... Rest>
transformation chain(transformation first, Rest... rest) {
  std::vector<transformation> links{std::move(first)};
  links.reserve(1 + sizeof...(rest));
  (links.push_back(std::move(rest)), ...);
  return chain(std::move(links));
}

}  // namespace optaxx
