#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "support/ways_to_borrow.hpp"

namespace support {

using namespace optaxx;

array borrow_w(model& m) { return borrow(m.w.data(), {2}); }
array borrow_b(model& m) { return borrow(m.b.data(), {2}); }
tree borrow_layer(model& m) { return {{"w", borrow_w(m)}, {"b", borrow_b(m)}}; }

const std::vector<way>& ways_that_keep() {
  static const std::vector<way> ways{
      {"a literal",
       [](model& m) {
         return tree{{"w", borrow_w(m)}, {"b", borrow_b(m)}};
       }},
      {"a nested literal",
       [](model& m) {
         return tree{{"dense", {{"w", borrow_w(m)}, {"b", borrow_b(m)}}}};
       }},
      {"arrays by name",
       [](model& m) {
         array w = borrow_w(m);
         const array b = borrow_b(m);
         return tree{{"w", w}, {"b", b}};
       }},
      {"a tree by name",
       [](model& m) {
         tree dense = borrow_layer(m);
         return tree{{"dense", dense}};
       }},
      {"a const tree by name, twice",
       [](model& m) {
         const tree dense = borrow_layer(m);
         const tree layers{{"dense", dense}};
         return tree{{"layers", layers}};
       }},
      {"a part of another tree",
       [](model& m) {
         tree all{{"dense", borrow_layer(m)}};
         const tree& same = all;
         return tree{{"w", all["dense"]["w"]}, {"b", same["dense"]["b"]}};
       }},
      {"the root of another tree",
       [](model& m) {
         tree dense = borrow_layer(m);
         return tree{{"dense", dense.root()}};
       }},
      {"a leaf of another tree",
       [](model& m) {
         tree dense = borrow_layer(m);
         return tree{{"w", dense["w"].leaf()}, {"b", std::as_const(dense)["b"].leaf()}};
       }},
      {"a leaf that is the tree",
       [](model& m) {
         const array w = borrow_w(m);
         const tree one(w);
         const tree other = borrow_b(m);
         return tree{{"w", one}, {"b", other}};
       }},
      {"list()",
       [](model& m) {
         const array w = borrow_w(m);
         const tree b = borrow_b(m);
         return list(w, b);
       }},
      {"tuple()",
       [](model& m) {
         tree w{{"w", borrow_w(m)}};
         return tuple(w, borrow_b(m));
       }},
      {"list() of parts",
       [](model& m) {
         tree dense = borrow_layer(m);
         return list(dense["w"], std::as_const(dense)["b"]);
       }},
      {"tree::list in braces",
       [](model& m) {
         const array w = borrow_w(m);
         const tree b = borrow_b(m);
         return tree::list({w, b});
       }},
      {"tree::tuple in braces of braces",
       [](model& m) {
         return tree::tuple({{{"w", borrow_w(m)}}, {{"b", borrow_b(m)}}});
       }},
      {"tree::list of a vector",
       [](model& m) {
         std::vector<tree> layers;
         layers.push_back(borrow_w(m));
         layers.push_back(tree{{"b", borrow_b(m)}});
         return tree::list(layers);
       }},
      {"tree::list of a const vector that has grown",
       [](model& m) {
         std::vector<tree> layers;
         const array b = borrow_b(m);
         layers.emplace_back(borrow_w(m));
         layers.push_back(b);
         for (int i = 0; i < 100; ++i) layers.emplace_back();
         const std::vector<tree>& same = layers;
         return tree::list(same);
       }},
      {"tree::tuple of a vector that is moved in",
       [](model& m) {
         std::vector<tree> layers(2);
         layers[0] = borrow_w(m);
         layers[1] = borrow_b(m);
         return tree::tuple(std::move(layers));
       }},
      {"tree::list of a vector of arrays that has grown",
       [](model& m) {
         std::vector<array> arrays;
         arrays.push_back(borrow_w(m));
         arrays.push_back(borrow_b(m));
         for (int i = 0; i < 100; ++i) arrays.emplace_back(dtype::f32, shape{0});
         return tree::list(arrays);
       }},
      {"tree::list of an array of trees",
       [](model& m) {
         std::array<tree, 2> layers{tree(borrow_w(m)), tree(borrow_b(m))};
         return tree::list(layers);
       }},
      {"tree::dict in braces",
       [](model& m) {
         const array w = borrow_w(m);
         const tree b{{"b", borrow_b(m)}};
         return tree::dict({{"w", w}, {"b", b}});
       }},
      {"tree::dict of a vector of pairs",
       [](model& m) {
         std::vector<std::pair<key, tree>> items;
         const array w = borrow_w(m);
         items.emplace_back("w", w);
         items.push_back({"b", borrow_b(m)});
         return tree::dict(items);
       }},
      {"tree::dict of a vector of pairs of strings that is moved in",
       [](model& m) {
         std::vector<std::pair<std::string, tree>> items;
         items.emplace_back("w", borrow_w(m));
         items.emplace_back("b", borrow_b(m));
         return tree::dict(std::move(items));
       }},
      {"tree::dict of a map of arrays",
       [](model& m) {
         std::map<std::string, array> arrays;
         arrays["w"] = borrow_w(m);
         arrays.emplace("b", borrow_b(m));
         return tree::dict(arrays);
       }},
      {"tree::dict of a map with numbers for keys",
       [](model& m) {
         std::map<int, tree> layers;
         layers[10] = borrow_w(m);
         layers[9] = borrow_b(m);
         return tree::dict(layers);
       }},
      {"tree::ordered_dict of a vector",
       [](model& m) {
         std::vector<std::pair<std::string, array>> arrays;
         arrays.emplace_back("w", borrow_w(m));
         arrays.emplace_back("b", borrow_b(m));
         return tree::ordered_dict(arrays);
       }},
      {"tree::named_struct",
       [](model& m) {
         const array w = borrow_w(m);
         return tree::named_struct("Dense", {{"w", w}, {"b", borrow_b(m)}});
       }},
      {"a vector of items",
       [](model& m) {
         std::vector<tree::item> items;
         const tree w{{"w", borrow_w(m)}};
         items.push_back(w);
         items.emplace_back(borrow_b(m));
         const std::vector<tree::item> copies = items;
         return tree::list(copies);
       }},
      {"a vector of entries",
       [](model& m) {
         std::vector<tree::entry> entries;
         tree w{{"w", borrow_w(m)}};
         entries.push_back({"dense", w});
         entries.emplace_back("b", borrow_b(m));
         const std::vector<tree::entry> copies = entries;
         return tree::dict(copies);
       }},
      {"a structure and leaves",
       [](model& m) {
         const array b = borrow_b(m);
         const tree dense = borrow_layer(m);
         return tree(dense.structure(), {b, borrow_w(m)});
       }},
      {"a structure and a vector of leaves",
       [](model& m) {
         const tree dense = borrow_layer(m);
         std::vector<array> leaves;
         leaves.push_back(borrow_b(m));
         leaves.push_back(borrow_w(m));
         return tree(dense.structure(), leaves);
       }},
      {"keys that are added",
       [](model& m) {
         tree params;
         const array w = borrow_w(m);
         params["dense"]["w"] = w;
         params["dense"]["b"] = borrow_b(m);
         return params;
       }},
      {"a tree that is added",
       [](model& m) {
         tree params{{"scale", array(1.0F)}};
         tree dense = borrow_layer(m);
         params["dense"] = dense;
         return params;
       }},
      {"parts that are added",
       [](model& m) {
         tree dense = borrow_layer(m);
         const tree& same = dense;
         tree params;
         params["w"] = dense["w"];
         params["b"] = same["b"];
         return params;
       }},
      {"a leaf in the place of another",
       [](model& m) {
         tree params{{"w", array{0.0F, 0.0F}}, {"b", array{0.0F, 0.0F}}};
         const array w = borrow_w(m);
         params["w"] = w;
         params["b"].leaf() = borrow_b(m);
         return params;
       }},
      {"a tree in the place of another",
       [](model& m) {
         tree params{{"dense", {{"w", array{0.0F, 0.0F}}, {"b", array{0.0F, 0.0F}}}}};
         const tree dense = borrow_layer(m);
         params["dense"] = dense;
         return params;
       }},
      {"a borrowed leaf in the place of a borrowed one",
       [](model& m) {
         std::vector<float> other{1, 1};
         tree params{{"w", borrow(other)}, {"b", borrow_b(m)}};
         params["w"] = borrow_w(m);
         return params;
       }},
      {"a loop that assigns",
       [](model& m) {
         tree params;
         for (const auto& [name, memory] : {std::pair("w", &m.w), std::pair("b", &m.b)}) {
           array a;
           a = borrow(*memory);
           tree layer;
           layer = tree{{"x", a}};
           params["layers"][name] = layer;
         }
         return params;
       }},
      {"an optional, a unique_ptr and std::swap",
       [](model& m) {
         std::optional<tree> w = tree(borrow_w(m));
         const auto b = std::make_unique<tree>(borrow_b(m));
         tree first, second;
         std::swap(first, *w);
         std::swap(second, *b);
         std::swap(first, second);
         return list(first, second);
       }},
      {"a function that returns trees",
       [](model& m) {
         const auto parts = [&] {
           tree w{{"w", borrow_w(m)}};
           return std::pair(std::move(w), tree(borrow_b(m)));
         };
         const auto [w, b] = parts();
         return tree{{"dense", w}, {"b", b}};
       }},
      {"a snapshot that is put back",
       [](model& m) {
         tree params = borrow_layer(m);
         const tree snapshot = params;
         m.w[0] = 100;
         params = snapshot;
         return params;
       }},
      {"parts of a snapshot that are put back",
       [](model& m) {
         tree params{{"dense", borrow_layer(m)}};
         tree snapshot = params;
         m.w[0] = m.b[1] = 100;
         params["dense"]["w"] = snapshot["dense"]["w"];
         params["dense"] = std::as_const(snapshot)["dense"];
         return params;
       }},
      {"a copy of a snapshot that is put back",
       [](model& m) {
         tree params = borrow_layer(m);
         const tree snapshot = params;
         const tree same = snapshot;
         m.w[0] = 100;
         params = same;
         m.b[0] = 100;
         for (std::size_t i = 0; i < 2; ++i) params.leaves()[i] = same.leaves()[i];
         return params;
       }},
      {"tree_set",
       [](model& m) {
         tree params = borrow_layer(m);
         m.w = {7, 7};
         tree_set(params, "w", array{3.0F, 3.0F});
         return params;
       }},
      {"copyto",
       [](model& m) {
         tree params = borrow_layer(m);
         m.w = m.b = {7, 7};
         copyto(params, {{"w", array{3.0F, 3.0F}}, {"b", array{3.0F, 3.0F}}});
         return params;
       }},
  };
  return ways;
}

}  // namespace support
