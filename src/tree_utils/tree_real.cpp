#include "optaxx/tree_utils/tree_real.hpp"

namespace optaxx {

tree tree_real(const tree& t) { return packed(t); }
tree tree_conj(const tree& t) { return packed(t); }

}  // namespace optaxx
