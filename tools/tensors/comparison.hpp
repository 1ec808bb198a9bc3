#pragma once

#include <string>
#include <vector>

#include "io/safetensors.hpp"
#include "replay/distance.hpp"

namespace tensors {

enum class verdict {
  same,       ///< Also NaN and NaN, 0 and -0.
  different,  ///< By `distance`.
  other_form,
  only_in_a,
  only_in_b
};

/// "same", "different", "other dtype or shape", "only in the first", "only in the second".
const char* text_of(verdict v);

/// An array of a file beside that of another, by name.
struct compared_entry {
  std::string name;
  verdict is = verdict::same;
  replay::distance distance = {};  ///< Infinite unless there are floats to compare.
};

/// All entries of both files, in the order of their names. Of dtypes that arrays do not have the
/// bytes are compared.
std::vector<compared_entry> compare(const optaxx::io::safetensors& a,
                                    const optaxx::io::safetensors& b);

}  // namespace tensors
