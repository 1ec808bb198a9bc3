#include "optaxx/transforms/elementwise.hpp"

#include <set>
#include <stdexcept>

namespace optaxx {

void detail::check_elementwise(const std::string& name, const elementwise_slot* slots,
                               std::size_t number, bool counts) {
  if (name.empty()) throw std::invalid_argument("elementwise: the name is empty");
  std::set<std::string> fields;
  if (counts) fields.insert("count");
  for (std::size_t i = 0; i < number; ++i) {
    const std::string& slot = slots[i].name;
    if (slot.empty()) throw std::invalid_argument(name + ": a slot's name is empty");
    if (!fields.insert(slot).second) {
      throw std::invalid_argument(name + ": two fields of the state are called '" + slot + "'");
    }
  }
}

}  // namespace optaxx
