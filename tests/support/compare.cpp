#include "support/compare.hpp"

#include "support/same_bits.hpp"

namespace support {
using namespace optaxx;

testing::AssertionResult same_tree(const tree& got, const tree& wanted) {
  if (!same_structure(got.structure(), wanted.structure())) {
    return testing::AssertionFailure()
           << got.structure()->text() << " and " << wanted.structure()->text();
  }
  for (std::size_t i = 0; i < got.leaves().size(); ++i) {
    const auto same = same_bits(got.leaves().subspan(i, 1), wanted.leaves().subspan(i, 1));
    if (!same) return testing::AssertionFailure() << got.path(i) << ": " << same.message();
  }
  return testing::AssertionSuccess();
}

}  // namespace support
