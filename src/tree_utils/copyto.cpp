#include "optaxx/tree_utils/copyto.hpp"

#include <cstring>

#include "core/shared_memory.hpp"
#include "tree_utils/leaf_loops.hpp"

namespace optaxx {

void copyto(tree& to, const tree& from) {
  check_alike("copyto", to, from);
  for (array& a : to.leaves()) a.mutable_data();  // throws
  detail::expect_apart("copyto", to, from);
  for (std::size_t i = 0; i < to.leaves().size(); ++i) {
    array& a = to.leaves()[i];
    if (a.bytes() != 0) std::memmove(a.mutable_data(), from.leaves()[i].data(), a.bytes());
  }
}

}  // namespace optaxx
