// Draws a model with three: an orthographic view, so that the scale bar is true everywhere in it; the box with its edges'
// lengths; a cut by a plane. Loaded when a model is opened, drawn anew only when something changes.

import {
  AmbientLight,
  BackSide,
  Box3,
  Box3Helper,
  BufferAttribute,
  BufferGeometry,
  Color,
  DirectionalLight,
  EdgesGeometry,
  FrontSide,
  LineBasicMaterial,
  LineSegments,
  Mesh,
  MeshBasicMaterial,
  MeshStandardMaterial,
  OrthographicCamera,
  Plane,
  Scene,
  Vector3,
  WebGLRenderer,
} from 'three';
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js';
import { scaleBar } from './model.ts';
import type { ModelMesh } from './model-messages.ts';

/** Across which axis a cut goes. */
export type CutAxis = 'x' | 'y' | 'z';
/** Elements of the page that follow the picture. */
export type Overlay = {
  readonly edges: readonly HTMLElement[];
  readonly bar: HTMLElement;
  readonly barText: HTMLElement;
};

/** Beyond this many triangles the edges of faces are not drawn. */
const EDGES_MOST = 200_000;
const EDGE_DEGREES = 25;
const BAR_MOST = 120;
const TURN = Math.PI / 24;
const ZOOM = 1.2;
const AXES = { x: 0, y: 1, z: 2 } as const;

/** A drawn model. `close` frees what the graphics card holds. */
export class Viewer {
  readonly #host: HTMLElement;
  readonly #overlay: Overlay;
  readonly #renderer: WebGLRenderer;
  readonly #scene = new Scene();
  readonly #camera = new OrthographicCamera();
  readonly #controls: OrbitControls;
  readonly #box = new Box3();
  readonly #front = new MeshStandardMaterial({
    side: FrontSide,
    flatShading: true,
    roughness: 0.75,
    metalness: 0.1,
    // Lines on an edge lie before its faces.
    polygonOffset: true,
    polygonOffsetFactor: 1,
    polygonOffsetUnits: 1,
  });
  /** The inside, seen where the part is cut. */
  readonly #back = new MeshBasicMaterial({ side: BackSide });
  readonly #lines = new LineBasicMaterial();
  readonly #frame = new LineBasicMaterial({ transparent: true, opacity: 0.5 });
  readonly #geometries: BufferGeometry[] = [];
  readonly #resized: ResizeObserver;
  #isAsked = false;

  constructor(host: HTMLElement, overlay: Overlay, meshes: readonly ModelMesh[]) {
    this.#host = host;
    this.#overlay = overlay;
    this.#renderer = new WebGLRenderer({ antialias: true, preserveDrawingBuffer: true });
    this.#renderer.localClippingEnabled = true;
    this.#renderer.setPixelRatio(Math.min(2, devicePixelRatio));
    this.#renderer.domElement.setAttribute('aria-hidden', 'true');
    host.append(this.#renderer.domElement);
    for (const mesh of meshes) this.#add(mesh);
    const helper = new Box3Helper(this.#box);
    helper.material = this.#frame;
    this.#scene.add(helper, new AmbientLight(0xffffff, 1.4), this.#camera);
    const light = new DirectionalLight(0xffffff, 2.2);
    light.position.set(0.4, 0.6, 1);
    this.#camera.add(light);
    this.#camera.up.set(0, 0, 1);
    this.#controls = new OrbitControls(this.#camera, this.#renderer.domElement);
    this.#controls.addEventListener('change', () => this.#ask());
    this.#resized = new ResizeObserver(() => this.#resize());
    this.#resized.observe(host);
    this.recolour();
    this.home();
  }

  /** The whole part, seen from above and before. */
  home(): void {
    const middle = this.#box.getCenter(new Vector3());
    const size = this.#box.getSize(new Vector3()).length() || 1;
    this.#camera.position.copy(middle).add(new Vector3(0.9, -1.3, 1).normalize().multiplyScalar(2 * size));
    this.#camera.near = 0.01 * size;
    this.#camera.far = 6 * size;
    this.#camera.zoom = 1;
    this.#controls.target.copy(middle);
    this.#controls.update();
    this.#resize();
  }

  /** Turns about the part, in steps. */
  turn(right: number, up: number): void {
    const offset = this.#camera.position.clone().sub(this.#controls.target);
    const side = new Vector3().crossVectors(this.#camera.up, offset).normalize();
    const raised = offset.clone().applyAxisAngle(side, -up * TURN);
    // Not over the top: the view has an up.
    if (raised.angleTo(this.#camera.up) > 0.05 && raised.angleTo(this.#camera.up) < Math.PI - 0.05) offset.copy(raised);
    offset.applyAxisAngle(this.#camera.up, right * TURN);
    this.#camera.position.copy(this.#controls.target).add(offset);
    this.#controls.update();
    this.#ask();
  }

  /** Nearer by steps, or farther where it is negative. */
  zoom(steps: number): void {
    this.#camera.zoom = Math.min(1000, Math.max(0.1, this.#camera.zoom * ZOOM ** steps));
    this.#camera.updateProjectionMatrix();
    this.#ask();
  }

  /** Cuts away what lies beyond a part of the box, 0 to 1; at 1 nothing is cut. */
  cut(axis: CutAxis, part: number): void {
    const normal = new Vector3().setComponent(AXES[axis], -1);
    const [low, high] = [this.#box.min.getComponent(AXES[axis]), this.#box.max.getComponent(AXES[axis])];
    const planes = part >= 1 ? [] : [new Plane(normal, low + part * (high - low))];
    for (const material of [this.#front, this.#back, this.#lines]) material.clippingPlanes = planes;
    this.#ask();
  }

  /** Takes its colours from the page's, light or dark. */
  recolour(): void {
    const style = getComputedStyle(this.#host);
    const colour = (name: string): Color => new Color(style.getPropertyValue(name).trim());
    this.#scene.background = colour('--sunken');
    this.#front.color = colour('--designs-part');
    this.#back.color = colour('--accent');
    this.#lines.color = colour('--designs-edge');
    this.#frame.color = colour('--soft');
    this.#ask();
  }

  /** Frees everything. */
  close(): void {
    this.#resized.disconnect();
    this.#controls.dispose();
    for (const geometry of this.#geometries) geometry.dispose();
    for (const material of [this.#front, this.#back, this.#lines, this.#frame]) material.dispose();
    this.#renderer.dispose();
    this.#renderer.forceContextLoss();
    this.#renderer.domElement.remove();
  }

  #add({ positions, triangles }: ModelMesh): void {
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', new BufferAttribute(positions, 3));
    geometry.setIndex(new BufferAttribute(triangles, 1));
    geometry.computeBoundingBox();
    if (geometry.boundingBox !== null) this.#box.union(geometry.boundingBox);
    this.#geometries.push(geometry);
    this.#scene.add(new Mesh(geometry, this.#front), new Mesh(geometry, this.#back));
    if (triangles.length / 3 > EDGES_MOST) return;
    const edges = new EdgesGeometry(geometry, EDGE_DEGREES);
    this.#geometries.push(edges);
    this.#scene.add(new LineSegments(edges, this.#lines));
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.#host;
    if (clientWidth === 0 || clientHeight === 0) return;
    const half = (this.#box.getSize(new Vector3()).length() || 1) * (clientWidth > clientHeight ? 0.47 : 0.56);
    const aspect = clientWidth / clientHeight;
    const [wide, high] = aspect > 1 ? [half * aspect, half] : [half, half / aspect];
    Object.assign(this.#camera, { left: -wide, right: wide, top: high, bottom: -high });
    this.#camera.updateProjectionMatrix();
    this.#renderer.setSize(clientWidth, clientHeight);
    this.#ask();
  }

  #ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    requestAnimationFrame(() => {
      this.#isAsked = false;
      this.#renderer.render(this.#scene, this.#camera);
      this.#follow();
    });
  }

  /** Lays the lengths beside their edges of the box, and the scale bar. */
  #follow(): void {
    const { min, max } = this.#box;
    const middle = this.#box.getCenter(new Vector3());
    const { x, y } = this.#camera.position.clone().sub(middle);
    const [nearX, nearY] = [x > 0 ? max.x : min.x, y > 0 ? max.y : min.y];
    const [farX] = [x > 0 ? min.x : max.x];
    const places = [
      new Vector3(middle.x, nearY, min.z),
      new Vector3(nearX, middle.y, min.z),
      new Vector3(farX, nearY, middle.z),
    ];
    const { clientWidth, clientHeight } = this.#host;
    places.forEach((place, i) => {
      const { x: right, y: up } = place.project(this.#camera);
      const element = this.#overlay.edges[i];
      if (element === undefined) return;
      element.style.left = `${((right + 1) / 2) * clientWidth}px`;
      element.style.top = `${((1 - up) / 2) * clientHeight}px`;
    });
    const { right, left, zoom } = this.#camera;
    const { pixels, text } = scaleBar((clientWidth * zoom) / (right - left), BAR_MOST);
    this.#overlay.bar.style.width = `${pixels}px`;
    this.#overlay.barText.textContent = text;
  }
}
