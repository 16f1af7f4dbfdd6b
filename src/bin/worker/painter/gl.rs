//! Bulk drawing with WebGL2: places in a texture, discs as instances of a square, lines as lines.
//!
//! Takes a batch, which it loads into buffers once, then places and a camera; gives pixels. Per frame only the places
//! travel, eight bytes a body, and those only if they changed. Guarantee: a lost context draws nothing until the browser
//! gives it back, and then everything again.

use heapsky::protocol::paint::{Batch, Sight};
use js_sys::{Float32Array, Object, Reflect, Uint8Array};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{OffscreenCanvas, WebGl2RenderingContext as Gl2, WebGlBuffer, WebGlProgram, WebGlTexture};
use web_sys::{WebGlUniformLocation, WebGlVertexArrayObject};

/// Places in a row of the texture: the least width that every WebGL2 has is 2,048.
const ROW: usize = 1024;
/// Bytes of an instance of a disc, and of an end of a line.
const DISC: i32 = 16;
const END: i32 = 12;
/// In place of a line's other end: the line is whole.
const WHOLE: u32 = u32::MAX;

const PLACE: &str = "#version 300 es
precision highp float;
uniform highp sampler2D places;
// Middle of the view in layout units, half the canvas in CSS pixels.
uniform vec4 view;
// CSS pixels per unit, pixels per CSS pixel, least radius.
uniform vec3 scale;
vec2 place(uint body) {
  return (texelFetch(places, ivec2(int(body) & 1023, int(body) >> 10), 0).xy - view.xy) * scale.x;
}
vec4 clip(vec2 at) { return vec4(at / view.zw * vec2(1.0, -1.0), 0.0, 1.0); }
";
const DISC_VERTEX: &str = "
layout(location = 0) in uint body;
layout(location = 1) in float size;
layout(location = 2) in vec4 colour;
layout(location = 3) in uint look;
out vec2 off;
flat out float radius;
flat out vec4 ink;
flat out uint group;
void main() {
  vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0;
  radius = max(size * scale.x, scale.z);
  off = corner * (radius + 1.0);
  ink = colour;
  group = look;
  gl_Position = clip(place(body) + off);
}
";
const DISC_FRAGMENT: &str = "#version 300 es
precision highp float;
uniform vec3 scale;
uniform vec4 ground;
in vec2 off;
flat in float radius;
flat in vec4 ink;
flat in uint group;
out vec4 pixel;
void main() {
  float far = length(off);
  float cover = clamp((radius - far) * scale.y + 0.5, 0.0, 1.0);
  vec4 colour = ink;
  if (group == 1u && radius > 5.0) {
    float ring = abs(far - radius * 0.8) - max(radius * 0.06, 0.5);
    colour = mix(vec4(ground.rgb, ink.a), ink, clamp(ring * scale.y + 0.5, 0.0, 1.0));
  }
  float alpha = colour.a * cover;
  pixel = vec4(colour.rgb * alpha, alpha);
}
";
const LINE_VERTEX: &str = "
layout(location = 0) in uint body;
layout(location = 1) in vec4 colour;
// The line's other end, if the line is dashed.
layout(location = 2) in uint other;
flat out vec4 ink;
// CSS pixels from the first end on; of a whole line nothing.
out float along;
void main() {
  vec2 at = place(body);
  ink = colour;
  along = other == 0xffffffffu ? -1.0 : float(gl_VertexID & 1) * distance(at, place(other));
  gl_Position = clip(at);
}
";
const LINE_FRAGMENT: &str = "#version 300 es
precision mediump float;
flat in vec4 ink;
in highp float along;
out vec4 pixel;
void main() {
  // Dash and gap as long as the other painter's.
  if (along > 0.0 && mod(along, 10.0) > 5.0) discard;
  pixel = vec4(ink.rgb * ink.a, ink.a);
}
";

/// A program with what it draws.
struct Pass {
    program: WebGlProgram,
    view: Option<WebGlUniformLocation>,
    scale: Option<WebGlUniformLocation>,
    ground: Option<WebGlUniformLocation>,
    array: WebGlVertexArrayObject,
    buffer: WebGlBuffer,
    count: i32,
}

/// Everything that lives in the context and goes when it is lost.
struct Loaded {
    discs: Pass,
    lines: Pass,
    places: WebGlTexture,
}

/// See the module.
pub struct Gl {
    gl: Gl2,
    loaded: Option<Loaded>,
    disc_bytes: Vec<u8>,
    line_bytes: Vec<u8>,
    ground: [f32; 3],
    count: usize,
    /// The places that are in the texture, padded to whole rows.
    places: Vec<f32>,
    is_lost: Rc<Cell<bool>>,
    _heard: [Closure<dyn FnMut(web_sys::Event)>; 2],
}

impl Gl {
    /// `None` where the browser has no WebGL2, or no GPU to draw with: then the 2D context is much faster. Measured in
    /// Chromium 156 without a GPU, from a press of a zoom button until 100,000 bodies are drawn: 0.12 to 0.16 s, and 0.5 to
    /// 1.1 s in WebGL2.
    pub fn new(canvas: &OffscreenCanvas) -> Option<Self> {
        if is_made_up()? {
            return None;
        }
        let options = Object::new();
        for name in ["antialias", "depth", "stencil"] {
            Reflect::set(&options, &name.into(), &JsValue::FALSE).ok()?;
        }
        let context = canvas.get_context_with_context_options("webgl2", &options).ok()??;
        let gl: Gl2 = context.dyn_into().ok()?;
        let is_lost = Rc::new(Cell::new(false));
        let hear = |name: &str, lost: bool| {
            let is_lost = is_lost.clone();
            let heard = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
                // Else the browser never gives it back.
                event.prevent_default();
                is_lost.set(lost);
            });
            let _ = canvas.add_event_listener_with_callback(name, heard.as_ref().unchecked_ref());
            heard
        };
        let heard = [hear("webglcontextlost", true), hear("webglcontextrestored", false)];
        let mut made = Self {
            gl,
            loaded: None,
            disc_bytes: Vec::new(),
            line_bytes: Vec::new(),
            ground: [0.0; 3],
            count: 0,
            places: Vec::new(),
            is_lost,
            _heard: heard,
        };
        made.loaded = Some(made.build()?);
        Some(made)
    }

    fn build(&self) -> Option<Loaded> {
        let gl = &self.gl;
        let discs = pass(gl, DISC_VERTEX, DISC_FRAGMENT, |gl| {
            gl.vertex_attrib_i_pointer_with_i32(0, 1, Gl2::UNSIGNED_INT, DISC, 0);
            gl.vertex_attrib_pointer_with_i32(1, 1, Gl2::FLOAT, false, DISC, 4);
            gl.vertex_attrib_pointer_with_i32(2, 4, Gl2::UNSIGNED_BYTE, true, DISC, 8);
            gl.vertex_attrib_i_pointer_with_i32(3, 1, Gl2::UNSIGNED_INT, DISC, 12);
            for attribute in 0..4 {
                gl.enable_vertex_attrib_array(attribute);
                gl.vertex_attrib_divisor(attribute, 1);
            }
        })?;
        let lines = pass(gl, LINE_VERTEX, LINE_FRAGMENT, |gl| {
            gl.vertex_attrib_i_pointer_with_i32(0, 1, Gl2::UNSIGNED_INT, END, 0);
            gl.vertex_attrib_pointer_with_i32(1, 4, Gl2::UNSIGNED_BYTE, true, END, 4);
            gl.vertex_attrib_i_pointer_with_i32(2, 1, Gl2::UNSIGNED_INT, END, 8);
            for attribute in 0..3 {
                gl.enable_vertex_attrib_array(attribute);
            }
        })?;
        let places = gl.create_texture()?;
        gl.bind_texture(Gl2::TEXTURE_2D, Some(&places));
        for name in [Gl2::TEXTURE_MIN_FILTER, Gl2::TEXTURE_MAG_FILTER] {
            gl.tex_parameteri(Gl2::TEXTURE_2D, name, Gl2::NEAREST as i32);
        }
        gl.enable(Gl2::BLEND);
        gl.blend_func(Gl2::ONE, Gl2::ONE_MINUS_SRC_ALPHA);
        Some(Loaded { discs, lines, places })
    }

    /// Another picture, or other colours.
    pub fn load(&mut self, batch: &Batch) {
        self.count = batch.count as usize;
        self.ground = [0, 1, 2].map(|part| f32::from(batch.ground[part]) / 255.0);
        self.disc_bytes.clear();
        for disc in &batch.discs {
            self.disc_bytes.extend(disc.body.to_le_bytes());
            self.disc_bytes.extend(disc.radius.to_le_bytes());
            self.disc_bytes.extend(disc.colour);
            self.disc_bytes.extend(u32::from(disc.is_group).to_le_bytes());
        }
        self.line_bytes.clear();
        for stroke in &batch.strokes {
            for [end, other] in [[stroke.from, stroke.to], [stroke.to, stroke.from]] {
                let other = if stroke.is_dashed { other } else { WHOLE };
                self.line_bytes.extend(end.to_le_bytes());
                self.line_bytes.extend(stroke.colour);
                self.line_bytes.extend(other.to_le_bytes());
            }
        }
        self.fill();
    }

    /// Everything into the context's buffers.
    fn fill(&mut self) {
        let (gl, Some(loaded)) = (&self.gl, &mut self.loaded) else { return };
        let parts = [(&mut loaded.discs, &self.disc_bytes, DISC), (&mut loaded.lines, &self.line_bytes, END)];
        for (pass, bytes, stride) in parts {
            gl.bind_buffer(Gl2::ARRAY_BUFFER, Some(&pass.buffer));
            let array = Uint8Array::from(bytes.as_slice());
            gl.buffer_data_with_array_buffer_view(Gl2::ARRAY_BUFFER, &array, Gl2::STATIC_DRAW);
            pass.count = bytes.len() as i32 / stride;
        }
        self.places.clear();
    }

    /// A frame. `places`: x0, y0, x1, y1 …
    pub fn draw(&mut self, places: &[f32], sight: &Sight) {
        if self.is_lost.get() || self.gl.is_context_lost() {
            self.loaded = None;
            return;
        }
        if self.loaded.is_none() {
            self.loaded = self.build();
            self.fill();
        }
        if places.len() != self.count * 2 {
            return self.clear();
        }
        self.send(places);
        let (gl, Some(loaded)) = (&self.gl, &self.loaded) else { return };
        gl.viewport(0, 0, sight.pixels[0] as i32, sight.pixels[1] as i32);
        self.wipe();
        gl.bind_texture(Gl2::TEXTURE_2D, Some(&loaded.places));
        for pass in [&loaded.lines, &loaded.discs] {
            gl.use_program(Some(&pass.program));
            let [x, y] = sight.centre.map(|c| c as f32);
            let [width, height] = sight.size.map(|side| side as f32 / 2.0);
            gl.uniform4f(pass.view.as_ref(), x, y, width, height);
            gl.uniform3f(pass.scale.as_ref(), sight.zoom as f32, sight.ratio as f32, sight.smallest as f32);
            gl.bind_vertex_array(Some(&pass.array));
            if pass.ground.is_some() {
                let [red, green, blue] = self.ground;
                gl.uniform4f(pass.ground.as_ref(), red, green, blue, 1.0);
                gl.draw_arrays_instanced(Gl2::TRIANGLE_STRIP, 0, 4, pass.count);
            } else {
                gl.draw_arrays(Gl2::LINES, 0, pass.count);
            }
        }
        gl.bind_vertex_array(None);
    }

    pub fn clear(&mut self) {
        self.wipe();
    }

    fn wipe(&self) {
        self.gl.clear_color(0.0, 0.0, 0.0, 0.0);
        self.gl.clear(Gl2::COLOR_BUFFER_BIT);
    }

    /// Places into the texture, unless they are there.
    fn send(&mut self, places: &[f32]) {
        let rows = self.count.div_ceil(ROW).max(1);
        let is_new = self.places.len() != rows * ROW * 2;
        self.places.resize(rows * ROW * 2, 0.0);
        let changed = is_new || self.places[..places.len()] != *places;
        self.places[..places.len()].copy_from_slice(places);
        let (Some(loaded), true) = (&self.loaded, changed) else { return };
        let gl = &self.gl;
        gl.bind_texture(Gl2::TEXTURE_2D, Some(&loaded.places));
        let array = Float32Array::from(self.places.as_slice());
        let (width, height) = (ROW as i32, rows as i32);
        let _ = if is_new {
            gl.tex_image_2d_with_i32_and_i32_and_i32_and_format_and_type_and_opt_array_buffer_view(
                Gl2::TEXTURE_2D,
                0,
                Gl2::RG32F as i32,
                width,
                height,
                0,
                Gl2::RG,
                Gl2::FLOAT,
                Some(&array),
            )
        } else {
            gl.tex_sub_image_2d_with_i32_and_i32_and_u32_and_type_and_opt_array_buffer_view(
                Gl2::TEXTURE_2D,
                0,
                0,
                0,
                width,
                height,
                Gl2::RG,
                Gl2::FLOAT,
                Some(&array),
            )
        };
    }
}

/// `UNMASKED_RENDERER_WEBGL` of `WEBGL_debug_renderer_info`.
const RENDERER: u32 = 0x9246;
/// Who draws without a GPU: in Chromium, in Firefox on Linux, on Windows.
const MADE_UP: [&str; 4] = ["swiftshader", "llvmpipe", "software", "basic render"];

/// Whether WebGL2 is made up by the processor; `None` without any. Asked of a canvas of its own, since one that gave a context
/// gives no other. `failIfMajorPerformanceCaveat` would be the way to ask, but Chromium 156 gives SwiftShader in spite of it.
fn is_made_up() -> Option<bool> {
    let gl: Gl2 = OffscreenCanvas::new(1, 1).ok()?.get_context("webgl2").ok()??.dyn_into().ok()?;
    // Who does not tell is taken at its word.
    let tells = gl.get_extension("WEBGL_debug_renderer_info").ok().flatten().is_some();
    let name = gl.get_parameter(RENDERER).ok().filter(|_| tells).and_then(|name| name.as_string());
    let name = name.unwrap_or_default().to_ascii_lowercase();
    Some(MADE_UP.iter().any(|made_up| name.contains(made_up)))
}

fn pass(gl: &Gl2, vertex: &str, fragment: &str, attributes: impl Fn(&Gl2)) -> Option<Pass> {
    let program = gl.create_program()?;
    for (kind, source) in
        [(Gl2::VERTEX_SHADER, format!("{PLACE}{vertex}")), (Gl2::FRAGMENT_SHADER, fragment.to_owned())]
    {
        let shader = gl.create_shader(kind)?;
        gl.shader_source(&shader, &source);
        gl.compile_shader(&shader);
        gl.attach_shader(&program, &shader);
    }
    gl.link_program(&program);
    if !gl.get_program_parameter(&program, Gl2::LINK_STATUS).is_truthy() {
        return None;
    }
    let array = gl.create_vertex_array()?;
    let buffer = gl.create_buffer()?;
    gl.bind_vertex_array(Some(&array));
    gl.bind_buffer(Gl2::ARRAY_BUFFER, Some(&buffer));
    attributes(gl);
    gl.bind_vertex_array(None);
    let uniform = |name: &str| gl.get_uniform_location(&program, name);
    let (view, scale, ground) = (uniform("view"), uniform("scale"), uniform("ground"));
    Some(Pass { program, view, scale, ground, array, buffer, count: 0 })
}
