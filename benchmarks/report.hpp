#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "interleave.hpp"

namespace bench {

/// One line of the report. A target of 0: the row is for information.
struct row {
  std::string work, reference, size, isa;
  std::size_t elements;
  int threads;
  ratio r;
  double target;
};

void print_head();
/// At once, so that a long run shows where it is.
void print(const row& r);
/// What the columns mean, and how many rows miss their target.
void print_foot(const std::vector<row>& rows);
/// A JSON list of objects. Throws std::runtime_error if the file cannot be written.
void write_json(const std::vector<row>& rows, const std::string& file);
/// Throws std::runtime_error if it cannot be written.
void write_file(const std::string& file, const std::string& text);

}  // namespace bench
