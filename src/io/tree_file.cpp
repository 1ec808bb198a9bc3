#include "optaxx/io/tree_file.hpp"

#include "io/tree_contents.hpp"

namespace optaxx {

void save_tree(const std::filesystem::path& file, const tree& t, const file_metadata& metadata) {
  io::write_tree("save_tree", file, t, metadata);
}

tree load_tree(const std::filesystem::path& file, std::string_view part) {
  return io::read_contents("load_tree", file, part).as_tree();
}

file_metadata load_metadata(const std::filesystem::path& file) {
  return io::read_metadata("load_metadata", file);
}

}  // namespace optaxx
